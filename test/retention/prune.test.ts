import { append, graph, open, type Cairn } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

const notes = graph({
  name: 'notes',
  state: { times: z.number().default(5), lines: append(z.string()) },
  events: { stop: z.object({}).optional() },
  start: 'write',
  nodes: {
    write: {
      run: (s) => ({ lines: [`line ${s.lines.length} `.repeat(40)] }),
      next: [{ when: (s) => s.lines.length < s.times, to: 'write' }, 'wait'],
    },
    wait: { on: { stop: 'end' }, after: { '9d': 'end' } },
    end: { final: true },
  },
});

const holding = graph({
  name: 'holding',
  state: {},
  start: 'hold',
  nodes: {
    hold: {
      run: (_s, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
      next: 'end',
    },
    end: { final: true },
  },
});

interface Opened {
  readonly cairn: Cairn;
  readonly clock: VirtualClock;
  readonly store: SqliteStore;
  readonly path: string;
}

function opened(): Opened {
  const path = join(folder(), 'notes.db');
  const clock = virtualClock();
  const store = sqlite(path);
  const cairn = open({ store, graphs: [notes, holding], clock });
  onTestFinished(() => cairn.close());
  return { cairn, clock, store, path };
}

async function idsOf(cairn: Cairn): Promise<readonly string[]> {
  return (await cairn.threads()).threads.map(({ id }) => id).toSorted();
}

/** Starts threads that wait, and ends some of them. */
async function started(
  { cairn }: Pick<Opened, 'cairn'>,
  waiting: readonly string[],
  over: readonly string[],
): Promise<void> {
  for (const id of [...waiting, ...over]) await (await cairn.start(notes, {}, { id, tags: [id] })).settled();
  for (const id of over) await cairn.thread(notes, id).send('stop');
}

test('what is over goes by age, by count and by tag, and a dry run says what would go', async () => {
  const all = opened();
  const { cairn, clock } = all;
  await started(all, [], ['a', 'b']);
  await clock.advance('10d');
  await started(all, ['waits'], ['c', 'd']);

  expect(await cairn.prune({ olderThan: '30d' })).toMatchObject({ matched: 0, deleted: 0 });
  expect(await cairn.prune({ olderThan: '5d', dryRun: true })).toMatchObject({ matched: 2, deleted: 2 });
  expect(await idsOf(cairn)).toEqual(['a', 'b', 'c', 'd', 'waits']);
  expect(await cairn.prune({ olderThan: '5d' })).toMatchObject({ deleted: 2 });
  expect(await idsOf(cairn)).toEqual(['c', 'd', 'waits']);
  expect(await cairn.prune({ keep: 1 })).toMatchObject({ deleted: 1 });
  expect(await idsOf(cairn)).toEqual(['d', 'waits']);
  const waits = { tags: ['waits'], status: ['waiting', 'done'] } as const;
  expect(await cairn.prune(waits)).toMatchObject({ matched: 1, deleted: 0, cut: 0, spared: 1 });
  expect(await cairn.prune({ ...waits, drop: 'history' })).toMatchObject({ deleted: 0, cut: 1, spared: 0 });
  expect(await cairn.prune({ tags: ['d'] })).toMatchObject({ deleted: 1 });
  expect(await idsOf(cairn)).toEqual(['waits']);
});

test('a dry run counts the rows that go, progress is told thread by thread, and a second run finds nothing', async () => {
  const all = opened();
  await started(all, ['a', 'b'], []);
  const waiting = { status: ['waiting'], drop: 'history' } as const;
  const would = await all.cairn.prune({ ...waiting, dryRun: true });
  const told: number[] = [];
  const did = await all.cairn.prune({ ...waiting, onProgress: ({ cut }) => told.push(cut) });
  expect(did).toEqual(would);
  expect(did).toMatchObject({ cut: 2, rows: 10, busy: [] });
  expect(told).toEqual([1, 2]);
  expect(await all.cairn.prune(waiting)).toMatchObject({ matched: 2, cut: 0, rows: 0 });
});

test('a thread whose history was cut keeps its timer and its queued event, and goes on', async () => {
  const all = opened();
  const { cairn, clock } = all;
  await started(all, ['timer', 'event'], []);
  await cairn.prune({ status: ['waiting'], drop: 'history' });
  await cairn.thread(notes, 'event').send('stop', undefined, { queue: true });
  expect(await cairn.thread(notes, 'event').ended()).toMatchObject({ status: 'done', state: { times: 5 } });
  await clock.advance('9d');
  const { state, status } = await cairn.thread(notes, 'timer').ended();
  expect([status, state.lines.length]).toEqual(['done', 5]);
  expect(await cairn.verify()).toMatchObject({ findings: [], damage: [] });
});

test('forks keep all that they share with a thread that was deleted, or whose history was cut', async () => {
  const all = opened();
  const { cairn } = all;
  await started(all, ['origin'], []);
  const origin = cairn.thread(notes, 'origin');
  const fork = await origin.fork(3, { id: 'fork' });
  await fork.settled();
  const before = [await fork.history(), await fork.at(2)];
  await cairn.prune({ threads: ['origin'], drop: 'history' });
  await origin.send('stop');
  await origin.ended();
  expect(await cairn.prune({ threads: ['origin'] })).toMatchObject({ deleted: 1 });
  expect([await fork.history(), await fork.at(2)]).toEqual(before);
  expect(await cairn.verify()).toMatchObject({ threads: 1, findings: [], damage: [] });
  await fork.send('stop');
  expect((await fork.ended()).status).toBe('done');
});

test('a thread that is driven is left alone and named', async () => {
  const all = opened();
  const held = await all.cairn.start(holding, {}, { id: 'held' });
  for (const drop of ['threads', 'history'] as const) {
    const { busy, deleted, cut } = await all.cairn.prune({ threads: ['held'], status: ['running'], drop });
    expect([deleted, cut]).toEqual([0, 0]);
    // With a single checkpoint there is nothing to cut, and so nobody to ask.
    expect(busy).toEqual([]);
  }
  const driven = await all.cairn.start(notes, { times: 3 }, { id: 'driven' });
  await driven.settled();
  await driven.send('stop');
  await driven.ended();
  await driven.rewind(2);
  const { busy } = await all.cairn.prune({ threads: ['driven'] });
  const { status } = await driven.settled();
  expect([busy.length === 1 || status === 'waiting', (await held.record()).status]).toEqual([true, 'running']);
});

test('cut to their newest checkpoints and vacuumed, threads take at most 1.2 times their states', async () => {
  const { cairn, store, path } = opened();
  let live = 0;
  for (let index = 0; index < 20; index += 1) {
    const thread = await cairn.start(notes, { times: 150 }, { id: `t${index}` });
    live += JSON.stringify((await thread.settled()).state).length;
  }
  const before = store.size().bytes;
  await cairn.prune({ status: ['waiting'], drop: 'history' });
  store.vacuum();
  const { bytes, free } = store.size();
  expect([bytes, free]).toEqual([statSync(path).size, 0]);
  expect(bytes / live).toBeLessThan(1.2);
  expect(before / bytes).toBeGreaterThan(1.5);
  expect(await cairn.verify()).toMatchObject({ threads: 20, findings: [], damage: [] });
});
