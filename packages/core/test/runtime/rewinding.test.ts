import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem.ts';
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
