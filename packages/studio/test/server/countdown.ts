import { graph, sum } from '@cairn/core';
import { z } from 'zod';

/** Comes back to its node until nothing is left. */
export const countdown = graph({
  name: 'countdown',
  state: { left: z.number(), counted: sum() },
  start: 'count',
  nodes: {
    count: {
      run: (s) => ({ left: s.left - 1, counted: 1 }),
      next: [{ when: (s) => s.left > 0, to: 'count' }, 'over'],
    },
    over: { final: true },
  },
});
