import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { gate } from './gate.ts';
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
    void store.heartbeat({ id: 'other', pid: process.pid, host: 'elsewhere' }, now + 60_000);
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
