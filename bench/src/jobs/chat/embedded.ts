import { append, graph } from '@cairn/core';
import { z } from 'zod';

const Message = z.object({ role: z.string(), text: z.string() });

const agent = graph({
  name: 'agent',
  state: { messages: append(Message) },
  start: 'answer',
  nodes: {
    answer: { run: (s) => ({ messages: [{ role: 'agent', text: `${s.messages.length} heard` }] }), next: 'over' },
    over: { final: true },
  },
});

/** A conversation in which a subgraph answers: each turn it is opened with all that was said. */
export const embedded = graph({
  name: 'embedded',
  state: { messages: append(Message) },
  events: { say: Message, end: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { to: 'answer', update: (_s, message) => ({ messages: [message] }) }, end: 'over' } },
    answer: {
      graph: agent,
      input: (s) => ({ messages: s.messages }),
      output: ({ state }) => ({ messages: state.messages.slice(-1) }),
      next: 'listen',
    },
    over: { final: true },
  },
});
