import { service } from '@cairn/core';
import type { ChatModel, ModelGiven } from '../model/chat-model.ts';
import type { Spend } from '../model/spend.ts';
import type { AgentLimits } from './agent-limits.ts';

/** What a graph says of the models that it calls, and what they are counted by. */
export function askingFor(
  model: ModelGiven,
  limits: AgentLimits = {},
  per?: 'turn',
): { readonly spend: Spend; readonly known: object } {
  const { calls, tokens, transitions } = limits;
  const spent = Object.entries({ calls, tokens }).map(([name, max]) => [
    name,
    per === undefined ? max : max && { max, per },
  ]);
  const named = [...spent, ['transitions', transitions]].filter(([, most]) => most !== undefined);
  return {
    spend: { calls: calls === undefined ? undefined : 'calls', tokens: tokens === undefined ? undefined : 'tokens' },
    known: {
      ...(named.length > 0 && { limits: Object.fromEntries(named) }),
      ...(typeof model === 'string' && { services: { [model]: service<ChatModel>() } }),
    },
  };
}
