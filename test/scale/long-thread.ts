// A thread of very many transitions, in a process of its own: says how much memory is held after so many of them.

import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { measured } from './measured-store.ts';

const [, , path = '', given = '0'] = process.argv;
const transitions = Number(given);
const collect = globalThis.gc as () => void;
const { store, taken } = measured(sqlite(path));

let looks = 0;
const counting = graph({
  name: 'counting',
  state: { n: z.number().default(0), last: z.string().default('') },
  start: 'even',
  nodes: {
    even: { run: (s) => count(s.n), next: 'odd' },
    odd: { run: (s) => count(s.n), next: [{ when: (s) => s.n < transitions, to: 'even' }, 'end'] },
    end: { final: true },
  },
  limits: { transitions: transitions + 10 },
});

async function count(n: number): Promise<{ n: number; last: string }> {
  if (n % (transitions / 10) === 0) say(n);
  return Promise.resolve({ n: n + 1, last: `step ${n}` });
}

function say(n: number): void {
  collect();
  looks += 1;
  const { rows, rowBytes, snapshotBytes, calls } = taken();
  const heap = process.memoryUsage().heapUsed;
  console.log(
    `at ${JSON.stringify({ n, heap, rows, bytes: rowBytes + snapshotBytes, commits: calls['commit'] ?? 0 })}`,
  );
}

const cairn = open({ store, graphs: [counting] });
const thread = await cairn.start(counting, {}, { id: 'long' });
const { status } = await thread.ended();
say(transitions);
await thread.status();
console.log(`read ${JSON.stringify(taken().read)}`);
console.log(`ended ${status} ${looks}`);
await cairn.close();
