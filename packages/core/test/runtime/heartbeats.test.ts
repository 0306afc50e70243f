import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, type Cairn } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

const done = gate();

const work = graph({
  name: 'work',
  state: { name: z.string().default('') },
  events: { go: z.undefined() },
  start: 'busy',
  nodes: {
    busy: { run: () => done.promise.then(() => ({})), on: { go: 'end' }, next: 'end' },
    end: { final: true },
  },
});

const threadIn = (cairn: Cairn) => cairn.thread(work, 'a');

type Doing = (cairn: Cairn, thread: ReturnType<typeof threadIn>) => Promise<unknown>;

/** What comes to nothing while somebody else drives the thread, and what is through when it is told. */
const doings: Readonly<Record<string, Doing>> = {
  'an event that is refused': (_, thread) => thread.send('go', undefined, { onBusy: 'refuse' }),
  'an end that is refused': (_, thread) => thread.cancel('no', { onBusy: 'refuse' }),
  'a rewind that is refused': (_, thread) => thread.rewind(1, { onBusy: 'refuse' }),
  'a start under an id that is taken': (cairn) => cairn.start(work, { name: 'another' }, { id: 'a' }),
  'a fork into an id that is taken': (_, thread) => thread.fork(1, { id: 'a' }),
  'a thread that is not there': (cairn) => cairn.thread(work, 'nobody').send('go'),
  'a history that is cut': (cairn) => cairn.prune({ threads: ['a'], drop: 'history' }),
};

test.each(Object.entries(doings))('no heartbeat goes on after %s', async (_, doing) => {
  const store = memory();
  const clock = virtualClock();
  await opened(work, { store, clock }).start(work, {}, { id: 'a' });
  const cairn = opened(work, { store, clock, recover: false });
  const beat = store.heartbeat.bind(store);
  const driver = (await store.thread('a'))?.owner;
  let beats = 0;
  store.heartbeat = (owner, ...given) => {
    if (owner.id !== driver) beats += 1;
    return beat(owner, ...given);
  };
  await doing(cairn, threadIn(cairn)).catch(() => undefined);
  const before = beats;
  await clock.advance('10m');
  expect(beats).toBe(before);
});

test('no heartbeat goes on after a thread could not be taken as its store failed', async () => {
  const store = memory();
  const clock = virtualClock();
  const first = opened(work, { store, clock, drive: false });
  await first.start(work, {}, { id: 'a' });
  const cairn = opened(work, { store, clock, recover: false });
  store.take = () => {
    throw problem('store/corrupt', { store: 'memory', found: 'it is in pieces' });
  };
  await expect(cairn.thread(work, 'a').send('go')).rejects.toMatchObject({ code: 'store/corrupt' });
  let beats = 0;
  store.heartbeat = () => {
    beats += 1;
  };
  await clock.advance('10m');
  expect(beats).toBe(0);
});

test('heartbeats go on while one of several threads is driven, and end with the last', async () => {
  const store = memory();
  const clock = virtualClock();
  const cairn = opened(work, { store, clock });
  const [one, two] = [await cairn.start(work, {}), await cairn.start(work, {})];
  let beats = 0;
  const beat = store.heartbeat.bind(store);
  store.heartbeat = (owner, ...given) => {
    beats += 1;
    return beat(owner, ...given);
  };
  await one.send('go');
  await clock.advance('1m');
  expect(beats).toBeGreaterThan(6);
  await two.send('go');
  await two.settled();
  beats = 0;
  await clock.advance('10m');
  expect(beats).toBe(0);
});
