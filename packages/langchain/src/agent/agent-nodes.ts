import type { BaseMessage, ToolMessage } from '@langchain/core/messages';
import type { Asking, ChatModel, ModelGiven, ServiceOf, Tool } from '../model/chat-model.ts';
import { model, type ModelOptions } from '../model/model.ts';
import type { Conversing } from '../model/prompt.ts';
import { callsTools } from '../tools/tool-call.ts';
import { patience } from './patience.ts';
import { toolNodes, type ToolNodes, type ToolOptions } from '../tools/tool-nodes.ts';

type Retry = NonNullable<ToolOptions<string, string>['retry']>;
type Timeout = NonNullable<ToolOptions<string, string>['timeout']>;

/** How the node of an agent's model is tried, and how its tools are called. */
export interface Conduct extends Pick<ToolOptions<string, string>, 'approve'> {
  /** How the model is tried: three times, a second and more apart, where it is not said. A tool is called once, unless `calls` says otherwise. */
  readonly retry?: Retry;
  readonly timeout?: Timeout;
  /** How its tools are called. */
  readonly calls?: Pick<ToolOptions<string, string>, 'limit' | 'retry' | 'timeout'>;
}

/** What an agent is made of. */
export interface AgentNodesOptions<Then extends string, State, Model extends ModelGiven>
  extends ModelOptions<State>, Conduct {
  readonly model: Model;
  readonly calls?: Pick<ToolOptions<string, string>, 'limit' | 'retry' | 'timeout' | 'spend'>;
  /** Where its answer leads. */
  readonly then: Then;
}

/** An agent's three nodes. */
export type AgentNodes<Name extends string, Then extends string, State, Model extends ModelGiven> = {
  readonly [Key in Name]: {
    readonly run: (
      state: State & Conversing,
      context: Asking<ServiceOf<Model>>,
    ) => Promise<{ readonly messages?: BaseMessage }>;
    readonly next: readonly [{ readonly when: (state: Conversing) => boolean; readonly to: `${Name}-tools` }, Then];
    readonly retry: Retry;
    readonly timeout?: Timeout;
  };
} & ToolNodes<`${Name}-tools`, Name>;

/**
 * The nodes of an agent, to be spread into a graph that has the parts of {@link conversation}: a model answers, its tools are called until it
 * calls none, and then its answer leads on.
 */
export function agentNodes<
  const Name extends string,
  const Then extends string,
  State = Conversing,
  const Model extends ModelGiven = ChatModel,
>(
  name: Name,
  {
    model: chat,
    then,
    tools = [],
    prompt,
    spend,
    approve,
    retry = patience,
    timeout,
    calls,
  }: AgentNodesOptions<Then, State, Model>,
): AgentNodes<Name, Then, State, Model> {
  const asks = model<State, Model>(chat, {
    tools,
    ...(prompt !== undefined && { prompt }),
    ...(spend !== undefined && { spend }),
  });
  const node = {
    run: async (state: State & Conversing, context: Asking<ServiceOf<Model>>) =>
      isAnswered(state, tools) ? {} : asks(state, context),
    next: [{ when: callsTools, to: `${name}-tools` }, then],
    retry,
    ...(timeout !== undefined && { timeout }),
  };
  const called = toolNodes(tools, {
    name: `${name}-tools`,
    then: name,
    ...(approve !== undefined && { approve }),
    ...calls,
  });
  return { [name]: node, ...called } as unknown as AgentNodes<Name, Then, State, Model>;
}

/** Whether the last word is that of a tool whose answer is the agent's. Of one that failed the model is told. */
function isAnswered({ messages }: Conversing, tools: readonly Tool[]): boolean {
  const direct = new Set(tools.filter(({ returnDirect }) => returnDirect).map(({ name }) => name));
  const { type, name, status } = (messages.at(-1) ?? {}) as Partial<ToolMessage>;
  return type === 'tool' && status !== 'error' && direct.has(name ?? '');
}
