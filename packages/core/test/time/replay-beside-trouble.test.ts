import { graph, memory, open, replay, replayAll, sum, type Replay } from '@cairn/core';
import { problem, type Problem, type Store } from '@cairn/core/store';
import { expect, test } from 'vitest';

const counter = graph({
  name: 'counter',
  state: { count: sum() },
  start: 'count',
  nodes: {
    count: { run: () => ({ count: 1 }), next: [{ when: (s) => s.count === 3, to: 'done' }, 'count'] },
    done: { final: true },
  },
});

async function counted(): Promise<Store> {
  const store = memory();
  const cairn = open({ store, graphs: [counter] });
  for (const id of ['a', 'b', 'c']) await (await cairn.start(counter, {}, { id })).settled();
  return store;
}

/** The same store, some calls of which fail. */
function failing(store: Store, fails: (call: number) => Problem | undefined): Store {
  let calls = 0;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        const error = fails((calls += 1));
        if (error !== undefined) throw error;
        return Reflect.apply(member, target, given);
      };
    },
  });
}

const cut = problem('store/io', { store: 'memory', found: 'the line was cut' });

async function allOf(store: Store): Promise<readonly Replay[]> {
  const reports: Replay[] = [];
  for await (const report of replayAll(store, [counter])) reports.push(report);
  return reports;
}

test('what passes while threads are replayed is told of no thread: every second call fails once', async () => {
  const store = await counted();
  const clean = await allOf(store);
  expect(clean.map(({ thread, checkpoints }) => [thread, checkpoints])).toEqual([
    ['c', 4],
    ['b', 4],
    ['a', 4],
  ]);
  expect(await allOf(failing(store, (call) => (call % 2 === 1 ? cut : undefined)))).toEqual(clean);
  const one = failing(store, (call) => (call % 2 === 1 ? cut : undefined));
  expect(await replay({ store: one, id: 'a' }, counter)).toEqual(clean[2]);
});

test.each([
  ['fails for longer than a moment', cut],
  ['is closed', problem('store/closed', { store: 'memory' })],
  ['was replaced', problem('store/replaced', { store: 'memory' })],
  ['is damaged as a whole', problem('store/corrupt', { store: 'memory', found: 'its beginning is gone', whole: true })],
])(
  'a store that %s is what a replay ends with, wherever it begins, and not a problem of its threads',
  async (_, error) => {
    const store = await counted();
    for (const first of [1, 4]) {
      await expect(allOf(failing(store, (call) => (call < first ? undefined : error)))).rejects.toBe(error);
    }
  },
);

test('a thread that is damaged is told as that, beside the others', async () => {
  const damaged = problem('store/corrupt', { store: 'memory', found: 'a row is not what was written' });
  const store = await counted();
  const reports = await allOf(failing(store, (call) => (call === 2 ? damaged : undefined)));
  expect(reports.map(({ problem: found }) => found?.code)).toEqual(['store/corrupt', undefined, undefined]);
});

test('a thread that goes while the others are replayed is left out', async () => {
  const store = await counted();
  const reports: Replay[] = [];
  for await (const report of replayAll(store, [counter])) {
    await store.remove(['b']);
    reports.push(report);
  }
  expect(reports.map(({ thread, problem: found }) => [thread, found])).toEqual([
    ['c', undefined],
    ['a', undefined],
  ]);
});
