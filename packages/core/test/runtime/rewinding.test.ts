import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import type { Commit, Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

const waiting = graph({
  name: 'waiting',
  state: {},
  events: { go: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
});

type Then = (store: Store, thread: string, now: number) => void;

/** What may happen between the row of a rewind and the taking up of its thread. */
const meanwhile: Readonly<Record<string, Then>> = {
  'somebody else takes it up'(store, thread, now) {
    void store.heartbeat({ id: 'other', pid: process.pid, host: 'elsewhere' }, 60_000, now);
    void store.claim(thread, 'other', now);
  },
  'the store fails for a moment'(store) {
    const read = store.thread.bind(store);
    store.thread = () => {
      store.thread = read;
      throw problem('store/io', { store: 'memory', found: 'the line was cut' });
    };
  },
};

test.each(Object.entries(meanwhile))('a rewind that is on disk is done, though %s at once', async (_, then) => {
  const store = memory();
  const clock = virtualClock();
  const commit = store.commit.bind(store);
  const thread = await opened(waiting, { store, clock }).start(waiting, {}, { id: 'a' });
  await thread.send('go');
  store.commit = (given) => {
    const end = commit(given);
    if (given.rows[0]?.cause === 'rewind') then(store, 'a', clock.now());
    return end;
  };
  await thread.rewind(1);
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'event', 'rewind']);
});

/** Who may take a thread from a rewind that has taken it, and lets go of it again. */
const takers = { 'somebody here': undefined, 'somebody elsewhere': 'other' } as const;

test.each(Object.entries(takers))(
  'a rewind whose thread %s takes before it is written takes it again',
  async (_, by) => {
    const store = memory();
    const clock = virtualClock();
    const commit = store.commit.bind(store);
    const thread = await opened(waiting, { store, clock }).start(waiting, {}, { id: 'a' });
    await thread.send('go');
    let takes = 0;
    store.commit = async (given) => {
      if (given.rows[0]?.cause === 'rewind' && takes < 2) {
        takes += 1;
        const owner = by ?? (await store.thread('a'))?.owner ?? '';
        const taken = await store.claim('a', owner, clock.now(), true);
        if (by !== undefined && typeof taken === 'object')
          await commit({ thread: 'a', fence: taken.fence, rows: [], update: { owner: null } });
      }
      return commit(given);
    };
    await thread.rewind(1);
    expect(takes).toBe(2);
    expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'event', 'rewind']);
  },
);

test('a runtime that closes waits for a rewind that is under way', async () => {
  const store = memory();
  const [reached, free] = [gate(), gate()];
  const late = new Proxy(keptOpen(store), {
    get: (kept, name: keyof Store) =>
      name === 'commit'
        ? async (given: Commit) => {
            if (given.rows[0]?.cause !== 'rewind') return kept.commit(given);
            reached.open();
            await free.promise;
            return kept.commit(given);
          }
        : kept[name],
  });
  const cairn = opened(waiting, { store: late });
  const thread = await cairn.start(waiting, {}, { id: 'a' });
  await thread.send('go');
  const rewound = Promise.allSettled([thread.rewind(1)]);
  await reached.promise;
  const closed = cairn.close();
  await turnOfEventLoop();
  free.open();
  await closed;
  expect(await rewound).toMatchObject([{ status: 'fulfilled' }]);
  expect((await store.rows('a')).map(({ cause }) => cause)).toEqual(['start', 'event', 'rewind']);
});

/** A thread that another runtime drives, at work until the gate opens. */
async function drivenElsewhere() {
  const store = memory();
  const done = gate();
  let runs = 0;
  const working = graph({
    name: 'working',
    state: { runs: z.number().default(0) },
    start: 'work',
    nodes: {
      work: {
        async run() {
          runs += 1;
          if (runs === 1) await done.promise;
          return { runs };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  await opened(working, { store }).start(working, {}, { id: 'a' });
  const elsewhere = opened(working, { store, recover: false });
  return { done, thread: elsewhere.thread(working, 'a'), elsewhere };
}

test('a rewind of a thread that another runtime drives waits until that lets go of it', async () => {
  const { done, thread } = await drivenElsewhere();
  const back = thread.rewind(1);
  done.open();
  await back;
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { runs: 2 } });
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'done', 'rewind', 'done']);
});

test('a rewind may refuse to wait, or take the thread', async () => {
  const { done, thread } = await drivenElsewhere();
  await expect(thread.rewind(1, { onBusy: 'refuse' })).rejects.toMatchObject({ code: 'thread/busy' });
  await thread.rewind(1, { onBusy: 'replace' });
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { runs: 2 } });
  done.open();
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'rewind', 'done']);
});

test('a rewind that waits ends with its runtime', async () => {
  const { done, thread, elsewhere } = await drivenElsewhere();
  const back = thread.rewind(1).catch((error: unknown) => error);
  await elsewhere.close();
  expect(await back).toMatchObject({ code: 'runtime/closed' });
  done.open();
});
