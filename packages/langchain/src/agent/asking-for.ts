import { service } from '@cairn/core';
import type { ChatModel, ModelGiven, Tool } from '../model/chat-model.ts';
import type { Spend } from '../model/spend.ts';
import type { ToolSpend } from '../tools/call-tool.ts';
import { mustBeKnown, nameOf } from '../tools/must-be-known.ts';
import type { AgentLimits } from './agent-limits.ts';

/** What a graph says of the models that it calls, and what they are counted by. */
export function askingFor(
  model: ModelGiven,
  limits: AgentLimits = {},
  { per, tools: called }: { readonly per?: 'turn'; readonly tools?: readonly Tool[] | undefined } = {},
): { readonly spend: Spend; readonly toolSpend: ToolSpend; readonly known: object } {
  const { calls, tokens, tools, perTool = {}, transitions } = limits;
  if (called !== undefined) mustBeKnown('tool to limit', Object.keys(perTool), called.map(nameOf));
  const ofTools = Object.fromEntries(Object.keys(perTool).map((tool) => [tool, `tool ${tool}`]));
  const each = Object.fromEntries(Object.entries(perTool).map(([tool, max]) => [`tool ${tool}`, max]));
  const spent = Object.entries({ calls, tokens, tools, ...each }).map(([name, max]) => [
    name,
    per === undefined ? max : max && { max, per },
  ]);
  const named = [...spent, ['transitions', transitions]].filter(([, most]) => most !== undefined);
  return {
    spend: { calls: calls === undefined ? undefined : 'calls', tokens: tokens === undefined ? undefined : 'tokens' },
    toolSpend: { calls: tools === undefined ? undefined : 'tools', tools: ofTools },
    known: {
      ...(named.length > 0 && { limits: Object.fromEntries(named) }),
      ...(typeof model === 'string' && { services: { [model]: service<ChatModel>() } }),
    },
  };
}
