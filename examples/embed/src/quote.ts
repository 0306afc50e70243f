import { append, graph, local } from '@cairn/core';
import { z } from 'zod';
import { price } from './price.ts';

/** One line of an order, as it is asked for. */
export const Line = z.object({ sku: z.string(), quantity: z.int().positive() });

const Priced = Line.extend({ cents: z.int() });

/** Prices every line of an order at once, each with a `price` of its own. Used inside order.ts. */
export const quote = graph({
  name: 'quote',
  state: {
    wanted: z.array(Line),
    // The line that a lane prices; dropped where the lanes meet.
    line: local(Line),
    priced: append(Priced),
    unknown: append(z.string()),
  },
  start: 'split',
  nodes: {
    split: { next: { each: (s) => s.wanted.map((line) => ({ line })), to: 'price', then: 'total' } },
    price: {
      graph: price,
      input: (s) => s.line!,
      output: ({ state, outcome }) =>
        outcome === 'known'
          ? { priced: [{ sku: state.sku, quantity: state.quantity, cents: state.cents ?? 0 }] }
          : { unknown: [state.sku] },
      next: 'total',
    },
    total: { next: [{ when: (s) => s.unknown.length > 0, to: 'partly', label: 'some are unknown' }, 'whole'] },
    whole: { final: true },
    partly: { final: true },
  },
});
