import { append, graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';

const talk = graph({
  name: 'talk',
  state: { notes: append(z.string()) },
  events: { note: z.string(), go: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { on: { note: { update: (_s, note) => ({ notes: [note] }) }, go: 'end' } },
    end: { final: true },
  },
});

type PruneOptions = NonNullable<Parameters<Cairn['prune']>[0]>;

interface Doing {
  readonly what: 'start' | 'note' | 'end' | 'fork' | 'cut' | 'delete' | 'owned' | 'stranded';
  /** Which thread of those that there are, and which of its checkpoints. */
  readonly which: number;
  readonly at: number;
}

const doing: fc.Arbitrary<Doing> = fc.record({
  what: fc.constantFrom('start', 'note', 'note', 'end', 'end', 'fork', 'fork', 'cut', 'delete', 'owned', 'stranded'),
  which: fc.nat({ max: 99 }),
  at: fc.nat({ max: 99 }),
});

const options: fc.Arbitrary<PruneOptions> = fc.record(
  {
    status: fc.subarray(['done', 'waiting', 'running', 'cancelled', 'failed'], { minLength: 1 }),
    drop: fc.constantFrom('threads', 'history'),
    keep: fc.nat({ max: 3 }),
    threads: fc.array(fc.constantFrom('t0', 't1', 't2', 't3'), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Does something with a thread that there is; what its state does not allow comes to nothing. */
async function act(cairn: Cairn, store: Store, { what, which, at }: Doing, id: string): Promise<void> {
  const { threads } = await cairn.threads();
  const record = threads[which % Math.max(threads.length, 1)];
  if (what === 'start' || record === undefined) {
    await (await cairn.start(talk, {}, { id })).settled();
    return;
  }
  if (record.owner !== null) return;
  const thread = cairn.thread(talk, record.id);
  const [first] = await thread.history({ limit: 1 });
  const seq = (first?.seq ?? 1) + (at % (record.head - (first?.seq ?? 1) + 1));
  if (what === 'note' && record.status === 'waiting') await thread.send('note', 'x'.repeat(at));
  if (what === 'end' && record.status === 'waiting') await thread.send('go');
  if (what === 'fork') await (await thread.fork(seq, { id })).settled();
  if (what === 'cut') await cairn.prune({ threads: [record.id], drop: 'history' });
  if (what === 'delete') await cairn.prune({ threads: [record.id] });
  if (what === 'owned') await store.claim(record.id, 'alive', 0);
  if (what === 'stranded') {
    const claimed = await store.claim(record.id, 'dead', 0);
    if (claimed === undefined || claimed === 'busy') throw new Error('nobody had it');
    await store.commit({ thread: record.id, fence: claimed.fence, rows: [], update: { status: 'running' } });
  }
}

/** Everything that can be read of all threads. */
async function whole(cairn: Cairn, store: Store): Promise<unknown> {
  const { threads } = await cairn.threads();
  return Promise.all(threads.map(async (each) => [each, await store.rows(each.id), await store.snapshot(each.id)]));
}

test.each([
  ['memory', memory],
  ['SQLite', () => sqlite(':memory:')],
] as const)('a dry run of pruning says what pruning then does, and changes nothing (%s)', async (_, made) => {
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 3, maxLength: 25 }), options, async (doings, asked) => {
      const store: Store = made();
      const cairn = open({ store, graphs: [talk], clock: virtualClock(), recover: false });
      await store.heartbeat({ id: 'alive', pid: process.pid, host: 'elsewhere' }, Number.MAX_SAFE_INTEGER, 0);
      for (const [index, each] of doings.entries()) await act(cairn, store, each, `t${index}`);
      const before = await whole(cairn, store);
      const would = await cairn.prune({ ...asked, dryRun: true });
      expect(await whole(cairn, store)).toEqual(before);
      expect(await cairn.prune(asked)).toEqual(would);
      await cairn.close();
    }),
    {
      numRuns: 60,
      examples: [
        [
          [
            { what: 'start', which: 0, at: 0 },
            { what: 'note', which: 0, at: 0 },
            { what: 'cut', which: 0, at: 0 },
            { what: 'fork', which: 0, at: 0 },
            { what: 'start', which: 0, at: 0 },
          ],
          {},
        ],
      ],
    },
  );
});
