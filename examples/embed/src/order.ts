import { graph } from '@cairn/core';
import { z } from 'zod';
import { Line, quote } from './quote.ts';

/** Takes an order if all of it can be priced. */
export const order = graph({
  name: 'order',
  state: {
    customer: z.string(),
    lines: z.array(Line).min(1),
    cents: z.int().default(0),
    missing: z.array(z.string()).default([]),
  },
  start: 'quote',
  nodes: {
    quote: {
      graph: quote,
      input: (s) => ({ wanted: s.lines }),
      // `outcome` is 'whole' or 'partly': the names of the final nodes of `quote`.
      output: ({ state, outcome }) =>
        outcome === 'whole'
          ? { cents: state.priced.reduce((total, line) => total + line.cents, 0) }
          : { missing: [...state.unknown] },
      next: [{ when: (s) => s.missing.length > 0, to: 'returned', label: 'something is missing' }, 'taken'],
    },
    taken: { final: true },
    returned: { final: true },
  },
});
