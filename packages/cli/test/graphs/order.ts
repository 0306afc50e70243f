import { append, graph, sum } from '@cairn/core';
import { z } from 'zod';

const payment = graph({
  name: 'payment',
  state: { amount: z.number(), receipt: z.string().optional() },
  start: 'charge',
  nodes: { charge: { run: (s) => ({ receipt: `paid ${s.amount}` }), next: 'paid' }, paid: { final: true } },
});

/** Has lanes, a subgraph, an event, a question, and a node that fails where it is told to. */
export const order = graph({
  name: 'order',
  state: {
    item: z.string(),
    amount: z.number().default(1),
    notes: append(z.string()),
    spent: sum(),
    at: z.date().optional(),
    receipt: z.string().optional(),
    size: z.string().optional(),
    by: z.string().optional(),
  },
  events: { ship: z.object({ by: z.string() }), call_off: z.object({}).optional() },
  questions: { size: z.enum(['S', 'M']) },
  start: 'check',
  nodes: {
    check: {
      run: (s) => {
        if (s.item === 'nothing') throw new Error('there is nothing to order');
        return { spent: 1, at: new Date(0) };
      },
      next: [{ when: (s) => s.amount === 0, to: 'closed', label: 'for free' }, 'prepare'],
    },
    prepare: { next: { all: ['pack', 'label'], then: 'pay' } },
    pack: { run: () => ({ notes: ['packed'] }), next: 'pay' },
    label: { run: () => ({ notes: ['labelled'] }), next: 'pay' },
    pay: {
      graph: payment,
      input: (s) => ({ amount: s.amount }),
      output: ({ state }) => ({ receipt: state.receipt }),
      next: 'ready',
    },
    ready: {
      on: { ship: { to: 'fit', update: (_, e) => ({ by: e.by }) }, call_off: 'closed' },
    },
    fit: { run: async (_, ctx) => ({ size: await ctx.ask('size') }), next: 'closed' },
    closed: { final: true },
  },
});
