import type { BaseMessage } from '@langchain/core/messages';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, run, service } from '@cairn/core';
import { callsTools, conversation, messages, model, structured, toolNodes, type ChatModel } from '@cairn/langchain';

declare const chat: ChatModel;
const Plan = z.object({ steps: z.array(z.string()) });

export const working = graph({
  name: 'working',
  ...conversation,
  state: { ...conversation.state, tone: z.string(), plan: Plan.optional() },
  services: { llm: service<ChatModel>() },
  start: 'think',
  nodes: {
    think: {
      run: model('llm', {
        prompt: (s: { readonly tone: string; readonly messages: readonly BaseMessage[] }) => s.tone,
      }),
      next: [{ when: callsTools, to: 'tools' }, 'plan'],
    },
    ...toolNodes([], { then: 'think', retry: { attempts: 2 }, timeout: '5s' }),
    ...toolNodes([], { then: 'plan', name: 'others', approve: ({ name }) => name === 'pay' }),
    plan: { run: structured(chat, Plan, { into: 'plan' }), next: 'end' },
    end: { final: true },
  },
});

expectTypeOf(run(working, { tone: 'brief' }, { services: { llm: chat } })).resolves.toHaveProperty('state');
open({ store: memory(), graphs: [working], services: { llm: chat } })
  .thread(working, 'a')
  .answer('approve:c1', { approve: true });
open({ store: memory(), graphs: [working], services: { llm: chat } })
  .thread(working, 'a')
  // @ts-expect-error: no answer to such a question
  .answer('approve:c1', 'yes');

export const unserved = graph({
  name: 'unserved',
  state: { messages: messages() },
  services: { other: service<ChatModel>() },
  start: 'think',
  nodes: {
    // @ts-expect-error: the graph has no such service
    think: { run: model('llm'), next: 'end' },
    end: { final: true },
  },
});

export const unlike = graph({
  name: 'unlike',
  state: { messages: messages(), plan: z.string().optional() },
  start: 'plan',
  nodes: {
    // @ts-expect-error: the key takes something else
    plan: { run: structured(chat, Plan, { into: 'plan' }), next: 'end' },
    end: { final: true },
  },
});

export const nowhere = graph({
  name: 'nowhere',
  ...conversation,
  start: 'tools',
  // @ts-expect-error: there is no such node
  nodes: { ...toolNodes([], { then: 'nowhere' }), end: { final: true } },
});

export const silent = graph({
  name: 'silent',
  state: { messages: messages() },
  start: 'tools',
  // @ts-expect-error: calls are made in a key that the graph does not have
  nodes: { ...toolNodes([], { then: 'end' }), end: { final: true } },
});
