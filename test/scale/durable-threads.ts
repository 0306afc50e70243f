// Forty threads of twenty transitions each, at once, on a disk that is waited for: says how many commits they made.

import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { measured } from './measured-store.ts';

const counting = graph({
  name: 'counting',
  state: { n: z.number().default(0) },
  start: 'count',
  nodes: {
    count: {
      run: async (s) => Promise.resolve({ n: s.n + 1 }),
      next: [{ when: (s) => s.n < 20, to: 'count' }, 'end'],
    },
    end: { final: true },
  },
});

const { store, taken } = measured(sqlite(process.argv[2] ?? '', { durability: 'full' }));
const cairn = open({ store, graphs: [counting] });
const threads = await Promise.all(Array.from({ length: 40 }, () => cairn.start(counting, {})));
await Promise.all(threads.map((thread) => thread.ended()));
const { commit = 0, create = 0 } = taken().calls;
console.log(commit + create);
await cairn.close();
