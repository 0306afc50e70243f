import { append, graph, local } from '@cairn/core';
import { z } from 'zod';

/** One lane an item, each of which adds one result. */
export const fanOut = graph({
  name: 'fan-out',
  state: { results: append(z.number()), item: local(z.number()), width: z.number() },
  limits: { transitions: 1_000_000 },
  start: 'open',
  nodes: {
    open: {
      next: { each: (s) => Array.from({ length: s.width }, (_, item) => ({ item })), to: 'work', then: 'gather' },
    },
    work: { run: (s) => ({ results: [s.item ?? 0] }), next: 'gather' },
    gather: {
      run: (s) => (s.results.length === s.width ? {} : Promise.reject(new Error('a lane is missing'))),
      next: 'end',
    },
    end: { final: true },
  },
});
