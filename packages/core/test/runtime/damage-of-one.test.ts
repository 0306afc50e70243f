import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import { problem, type Store } from '@cairn/core/store';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** Says of one thread, where it is asked how that is, that its record is damaged, and so of all that are asked about with it. */
function damagedAt(store: Store, thread: string): Store {
  const changed: Store['changed'] = (asked) => {
    if (!asked.some((each) => each.thread === thread)) return store.changed(asked);
    throw problem('store/corrupt', {
      store: 'memory',
      found: `the record of thread "${thread}" is not what was written`,
    });
  };
  return new Proxy(keptOpen(store), {
    get: (target, name) => (name === 'changed' ? changed : (Reflect.get(target, name) as unknown)),
  });
}

test('what is wrong with the record of one thread is told to those who wait for that one', async () => {
  const review = graph({
    name: 'review',
    state: {},
    events: { go: z.undefined() },
    start: 'open',
    nodes: { open: { on: { go: 'end' } }, end: { final: true } },
  });
  const store = memory();
  const theirs = opened(review, { store: keptOpen(store) });
  const mine = opened(review, { store: damagedAt(store, 'bad'), drive: false });
  for (const id of ['bad', 'good', 'last']) await theirs.start(review, {}, { id });
  const [bad, ...sound] = ['bad', 'good', 'last'].map((id) => mine.thread(review, id).ended());
  await expect(bad).rejects.toMatchObject({ code: 'store/corrupt' });
  for (const id of ['good', 'last']) await theirs.thread(review, id).send('go');
  for (const each of sound) expect(await each).toMatchObject({ status: 'done' });
});

test('what is wrong with the record of one thread keeps no message from the others that are driven', async () => {
  const goOn = gate();
  const busy = graph({
    name: 'busy',
    state: {},
    events: { stop: z.undefined() },
    start: 'work',
    nodes: { work: { run: () => goOn.promise, on: { stop: 'end' } }, end: { final: true } },
  });
  const store = memory();
  const mine = opened(busy, { store: damagedAt(store, 'bad') });
  for (const id of ['bad', 'good']) await mine.start(busy, {}, { id });
  const theirs = opened(busy, { store: keptOpen(store), drive: false });
  await theirs.thread(busy, 'good').send('stop');
  expect(await mine.thread(busy, 'good').settled()).toMatchObject({ status: 'done' });
  goOn.open();
});
