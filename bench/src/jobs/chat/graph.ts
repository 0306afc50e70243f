import { append, graph } from '@cairn/core';
import { z } from 'zod';

const Message = z.object({ role: z.string(), text: z.string() });

/** A conversation: what is said is appended. */
export const chat = graph({
  name: 'chat',
  state: { messages: append(Message) },
  events: { say: Message, end: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { update: (_s, message) => ({ messages: [message] }) }, end: 'over' } },
    over: { final: true },
  },
});
