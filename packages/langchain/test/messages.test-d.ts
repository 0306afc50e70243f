import { HumanMessage, RemoveMessage, type BaseMessage } from '@langchain/core/messages';
import { expectTypeOf } from 'vitest';
import { graph, replace } from '@cairn/core';
import { message, messages, REMOVE_ALL } from '@cairn/langchain';
import { message as messageInZod } from '@cairn/langchain/zod';
import { z } from 'zod';

export const chat = graph({
  name: 'chat',
  state: { messages: messages(), pinned: message, note: z.object({ said: messageInZod }).optional() },
  events: { say: message },
  start: 'a',
  nodes: {
    a: {
      on: { say: { update: (_s, said) => (expectTypeOf(said).toEqualTypeOf<BaseMessage>(), { messages: said }) } },
      next: 'b',
    },
    b: {
      run: (s) => {
        expectTypeOf(s.messages).toExtend<readonly BaseMessage[]>();
        expectTypeOf(s.messages[0]?.id).toEqualTypeOf<string | undefined>();
        expectTypeOf(s.pinned).toEqualTypeOf<BaseMessage>();
        expectTypeOf(s.note?.said).toEqualTypeOf<BaseMessage | undefined>();
        return { messages: ['hi', { role: 'user', content: 'hi' }, new RemoveMessage({ id: REMOVE_ALL })] };
      },
      next: 'c',
    },
    c: { run: () => ({ messages: new HumanMessage('hi'), pinned: 'hi', note: { said: 'hi' } }), next: 'd' },
    d: { run: (s) => ({ messages: replace(s.messages.slice(-2)) }), next: 'e' },
    // @ts-expect-error: a number is no message
    e: { run: () => ({ messages: 1 }), next: 'f' },
    // @ts-expect-error: a pair alone would be two messages
    f: { run: () => ({ messages: ['user', 1] as ['user', 1] }), next: 'end' },
    end: { final: true },
  },
});
