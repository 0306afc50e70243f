import { graph, run } from '@cairn/core';
import { z } from 'zod';
import { price } from './given.ts';

const quote = graph({
  name: 'quote',
  state: { wanted: z.string(), cents: z.number().default(0) },
  start: 'look',
  nodes: {
    look: { run: ({ wanted }) => ({ cents: price(wanted) }), next: 'discount' },
    discount: { run: ({ cents }) => ({ cents: cents * 0.8 }), next: 'tax' },
    tax: { run: ({ cents }) => ({ cents: cents * 1.25 }), next: 'end' },
    end: { final: true },
  },
});

const order = graph({
  name: 'order',
  state: { item: z.string(), bill: z.string().optional(), sent: z.boolean().optional() },
  start: 'check',
  nodes: {
    check: { run: ({ item }) => ({ item: item.trim() }), next: 'quote' },
    quote: {
      graph: quote,
      input: ({ item }) => ({ wanted: item }),
      output: ({ state }, { item }) => ({ bill: `${item}: ${state.cents}` }),
      next: 'send',
    },
    send: { run: () => ({ sent: true }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(order, { item: ' cup' })).state;
}
