import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';
import { until } from './until.ts';

const talk = graph({
  name: 'talk',
  state: {},
  events: { go: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
});

/** A process that drives, and one that drives nothing and waits already for a thread; `again` deletes that and makes another of its id. */
async function two(store: Store, seen: (store: Store) => Store = keptOpen) {
  const clock = virtualClock();
  const theirs = opened(talk, { store: keptOpen(store), clock });
  const mine = opened(talk, { store: seen(store), clock, drive: false });
  await (await theirs.start(talk, {}, { id: 't' })).settled();
  const again = async (): Promise<void> => {
    await store.remove(['t']);
    await clock.advance(1);
    await (await theirs.start(talk, {}, { id: 't' })).settled();
  };
  return { theirs, mine, again };
}

test('whoever leaves something for a thread hears what comes of it, though somebody here waits for the one that had its id before', async () => {
  let looks = 0;
  const { mine, again } = await two(memory(), (store) => {
    const changed: Store['changed'] = (asked) => {
      looks += 1;
      return store.changed(asked);
    };
    return new Proxy(keptOpen(store), {
      get: (target, name) => (name === 'changed' ? changed : (Reflect.get(target, name) as unknown)),
    });
  });
  const before = mine.thread(talk, 't').ended();
  const gone = before.catch((error: unknown) => error);
  await until('it was looked at', () => looks > 0);
  await again();
  await mine.thread(talk, 't').send('go');
  expect(await gone).toMatchObject({ code: 'thread/not-found' });
  expect(await mine.thread(talk, 't').ended()).toMatchObject({ status: 'done' });
});

test('a look that was begun before another got the id of a thread says nothing of that', async () => {
  const store = memory();
  const answers = gate();
  let looks = 0;
  const { theirs, mine, again } = await two(store, (kept) => {
    const changed: Store['changed'] = async (asked) => {
      looks += 1;
      const answer = await kept.changed(asked);
      if (looks === 1) await answers.promise;
      return answer;
    };
    return new Proxy(keptOpen(kept), {
      get: (target, name) => (name === 'changed' ? changed : (Reflect.get(target, name) as unknown)),
    });
  });
  const before = mine.thread(talk, 't').ended();
  const gone = before.catch((error: unknown) => error);
  await until('it was looked at', () => looks > 0);
  await again();
  const after = mine.thread(talk, 't').ended();
  after.catch(() => undefined);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  answers.open();
  expect(await gone).toMatchObject({ code: 'thread/not-found' });
  await theirs.thread(talk, 't').send('go');
  expect(await after).toMatchObject({ status: 'done' });
});
