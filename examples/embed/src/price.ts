import { graph } from '@cairn/core';
import { z } from 'zod';

/** Finds the price of one line of an order, discount included. Used inside quote.ts. */
export const price = graph({
  name: 'price',
  state: {
    sku: z.string(),
    quantity: z.int().positive(),
    cents: z.int().optional(),
  },
  start: 'look',
  nodes: {
    look: {
      run: (s) => ({ cents: (prices.get(s.sku) ?? 0) * s.quantity }),
      next: [
        { when: (s) => s.cents === 0, to: 'unknown', label: 'not in the list' },
        { when: (s) => s.quantity >= 10, to: 'discount', label: 'ten or more' },
        'known',
      ],
    },
    discount: { run: (s) => ({ cents: Math.round((s.cents ?? 0) * 0.9) }), next: 'known' },
    known: { final: true },
    unknown: { final: true },
  },
});

const prices: ReadonlyMap<string, number> = new Map([
  ['tea', 450],
  ['cup', 1_200],
]);
