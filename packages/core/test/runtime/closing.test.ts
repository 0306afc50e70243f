import { expect, test } from 'vitest';
import { graph, memory, open } from '@cairn/core';
import { problem } from '../../src/base/problem/problem.ts';
import type { Store } from '../../src/store.ts';

const idle = graph({
  name: 'idle',
  state: {},
  start: 'work',
  nodes: { work: { run: () => new Promise<object>(() => undefined), next: 'end' }, end: { final: true } },
});

/** A store some of whose calls fail so often before they do what they should. */
function failing(store: Store, failures: Record<string, number>, error: () => Error): Store {
  const left = new Map(Object.entries(failures));
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        const count = left.get(String(name)) ?? 0;
        if (count === 0) return Reflect.apply(value, target, given);
        left.set(String(name), count - 1);
        throw error();
      };
    },
  });
}

test.each([
  [2, '30s'],
  [1, '1ms'],
  [1, '20ms'],
] as const)(
  'a lock that is held %i times while a runtime closes makes no death of it, with a lease of %s',
  async (times, lease) => {
    const store = memory();
    const busy = (): Error => problem('store/busy', { store: 'memory', waited: 1 });
    const cairn = open({ store: failing(store, { retire: times }, busy), graphs: [idle], lease });
    await cairn.start(idle, {}, { id: 't' });
    await cairn.close();
    expect(await store.claim('t', 'next', Date.now())).toMatchObject({ takeovers: 0 });
  },
);

test('a store that cannot be written when a runtime closes is closed all the same, and the caller hears why', async () => {
  let isClosed = false;
  const store = memory();
  const close = store.close.bind(store);
  store.close = () => {
    isClosed = true;
    return close();
  };
  const refused = (): Error => problem('store/read-only', { store: 'memory' });
  const cairn = open({ store: failing(store, { retire: 1 }, refused), graphs: [idle] });
  await cairn.start(idle, {}, { id: 't' });
  await expect(cairn.close()).rejects.toMatchObject({ code: 'store/read-only' });
  expect(isClosed).toBe(true);
});

test('whoever closes a runtime that is closing waits for the same end, and without a drain for no activity', async () => {
  const cairn = open({ store: memory(), graphs: [idle] });
  const thread = await cairn.start(idle, {}, { id: 't' });
  const ended = thread.ended().catch((error: unknown) => error);
  const closed = cairn.close({ drain: '1h' });
  await cairn.close();
  await closed;
  expect(await ended).toMatchObject({ code: 'runtime/closed' });
});
