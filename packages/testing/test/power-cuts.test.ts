import { expect, test } from 'vitest';
import { memory } from '@cairn/core';
import type { Commit, NewThread } from '@cairn/core/store';
import { powerCuts } from '@cairn/testing';
import { newThread, row } from '../src/conformance/sample.ts';

const first: NewThread = newThread('a');
const next: Commit = { thread: 'a', fence: 1, rows: [row(2)] };

test('without a cut, writes are counted and everything is stored', async () => {
  const store = memory();
  const counting = powerCuts(store);
  expect([counting.create(first), counting.commit(next)]).toEqual([true, 'ok']);
  await counting.thread('a');
  expect(counting.writes).toEqual(['create', 'commit']);
  expect(counting.isOut).toBe(false);
  expect(await store.thread('a')).toMatchObject({ head: 2 });
});

test('a cut before a write stores nothing of it', async () => {
  const store = memory();
  const dying = powerCuts(store, { at: 2, when: 'before' });
  await dying.create(first);
  expect(() => dying.commit(next)).toThrow('The power went out before write 2, "commit".');
  expect(await store.thread('a')).toMatchObject({ head: 1 });
});

test('a cut after a write stores it, and its caller never hears of it', async () => {
  const store = memory();
  const dying = powerCuts(store, { at: 2, when: 'after' });
  await dying.create(first);
  expect(() => dying.commit(next)).toThrow('The power went out after write 2, "commit".');
  expect(await store.thread('a')).toMatchObject({ head: 2 });
});

test('a cut after a write of a store that answers later rejects', async () => {
  const store = memory();
  const slow = new Proxy(store, {
    get: (_, name) =>
      name === 'create' ? async (thread: NewThread) => store.create(thread) : Reflect.get(store, name, store),
  });
  const dying = powerCuts(slow, { at: 1, when: 'after' });
  await expect(dying.create(first)).rejects.toMatchObject({ name: 'PowerCut' });
  expect(await store.thread('a')).toMatchObject({ head: 1 });
});

test('once the power is out, every call fails', async () => {
  const dying = powerCuts(memory(), { at: 1, when: 'after' });
  expect(() => dying.create(first)).toThrow('power');
  expect(dying.isOut).toBe(true);
  expect(() => dying.thread('a')).toThrow('power');
  expect(() => dying.commit(next)).toThrow('power');
  expect(() => dying.close()).toThrow('power');
});
