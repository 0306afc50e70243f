// Messages
export { message } from './messages/message.ts';
export {
  messageCodecs,
  messages,
  REMOVE_ALL,
  type MessagesKey,
  type MessagesUpdate,
  type Said,
} from './messages/messages.ts';
export { textOf } from './messages/text-of.ts';

// Models
export { model, type ModelOptions } from './model/model.ts';
export { structured, type StructuredOptions } from './model/structured.ts';
export type { ChatModel, Tool } from './model/chat-model.ts';
export { configOf } from './model/config-of.ts';
export { isToken, tokensOf, type Superseded, type ToldToken, type Token } from './model/token.ts';

// Runnables
export { asRunnable, type GraphRunnable, type RunnableOptions } from './runnable/as-runnable.ts';
export type { StreamMode } from './runnable/stream-mode.ts';
export type { ThreadError } from './runnable/came-to-nothing.ts';

// Tools
export { conversation } from './tools/conversation.ts';
export { callsTools, type Call } from './tools/tool-call.ts';
export { memoryTools, type MemoryToolOptions } from './tools/memory-tools.ts';
export { toolNodes, type ToolNodes, type ToolOptions } from './tools/tool-nodes.ts';
export type { ToolSpend } from './tools/call-tool.ts';
export type { Approval, ApprovalPolicy } from './tools/approval.ts';

// Agents
export { agent, type Agent, type AgentOptions } from './agent/agent.ts';
export type { AgentLimits } from './agent/agent-limits.ts';
export { agentNodes, type AgentNodes, type AgentNodesOptions } from './agent/agent-nodes.ts';
export { chat, type Chat, type ChatOptions } from './agent/chat.ts';
export type { SummaryPolicy } from './agent/summarise.ts';
export { supervisor, type Supervised, type Supervisor, type SupervisorOptions } from './agent/supervisor.ts';
export { swarm, type Swarm, type SwarmMember, type SwarmOptions } from './agent/swarm.ts';
