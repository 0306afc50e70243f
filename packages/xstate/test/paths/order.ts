import { append, graph } from '@cairn/core';
import { z } from 'zod';

const payment = graph({
  name: 'payment',
  state: { amount: z.number(), receipt: z.string().optional() },
  start: 'charge',
  nodes: {
    charge: {
      run: async () => ({ receipt: 'a receipt' }),
      retry: { attempts: 2, backoff: '1m', jitter: 0.5 },
      onError: 'refused',
      next: 'paid',
    },
    paid: { final: true },
    refused: { final: true },
  },
});

/** A wait with a reminder and a deadline, a guard, a subgraph, lanes of which one needs the others, and an event of the whole graph. */
export const order = graph({
  name: 'order',
  state: { total: z.number().default(0), paid: z.boolean().default(false), log: append(z.string()) },
  events: { approve: z.object({ by: z.string() }), stop: z.undefined() },
  start: 'price',
  on: { stop: 'cancelled' },
  nodes: {
    price: {
      run: async () => ({ total: 50 }),
      next: [{ when: (s) => s.total > 100, to: 'review', label: 'dear' }, 'pay'],
    },
    review: {
      on: {
        approve: [
          { when: (_s, e) => e.by === 'nobody', to: 'cancelled' },
          { to: 'pay', update: (_s, e) => ({ log: [e.by] }) },
        ],
      },
      after: { '1d': { update: () => ({ log: ['reminded'] }) }, '3d': 'cancelled' },
    },
    pay: {
      graph: payment,
      input: (s) => ({ amount: s.total }),
      output: ({ outcome }) => ({ paid: outcome === 'paid' }),
      next: [{ when: (s) => s.paid, to: 'ship' }, 'cancelled'],
    },
    ship: {
      next: { all: ['pack', 'label', { to: 'hand', needs: ['pack', 'label'] }], then: 'done', onError: 'cancelled' },
    },
    pack: { run: () => ({ log: ['packed'] }), next: 'done' },
    label: { run: () => ({ log: ['labelled'] }), next: 'done' },
    hand: { run: () => ({ log: ['handed over'] }), next: 'done' },
    done: { final: true },
    cancelled: { final: true },
  },
});

/** What a thread of it may meet. */
export const given = {
  outcomes: { price: [{ total: 50 }, { total: 500 }], hand: [{}, new Error('nobody is there')] },
  events: { approve: [{ by: 'ada' }, { by: 'nobody' }] },
};
