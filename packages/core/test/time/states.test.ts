import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Checkpoint, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Store } from '../../src/store.ts';
import { exportThread, importThread, statesOf } from '../../src/inspect.ts';
import { counted } from '../runtime/counted.ts';

const chat = graph({
  name: 'chat',
  state: { text: z.string().default(''), turns: append(z.string()) },
  events: { say: z.string() },
  start: 'idle',
  nodes: {
    idle: { on: { say: { to: 'reply', update: (s, said) => ({ turns: [said], text: `${s.text}${said} ` }) } } },
    reply: { run: () => ({ turns: ['I see.'] }), next: 'idle' },
  },
});

async function talked(turns: number, store: Store = memory()) {
  const cairn = open({ store, graphs: [chat] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(chat, {}, { id: 'a' });
  for (let turn = 0; turn < turns; turn += 1) await thread.send('say', `${turn} ${'x'.repeat(100)}`);
  await thread.settled();
  return { cairn, thread };
}

async function all(states: AsyncIterable<Checkpoint>): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = [];
  for await (const state of states) found.push(state);
  return found;
}

/** What each of these checkpoints is by itself. */
async function each(thread: Thread, from: number, to: number): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = [];
  for (let seq = from; seq <= to; seq += 1) found.push(await thread.at(seq));
  return found;
}

test.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
])('states are those of each checkpoint, in either order, on %s', async (_name, make) => {
  const { thread } = await talked(60, make());
  const { head } = await thread.record();
  const wanted = await each(thread, 1, head);
  expect(await all(thread.states())).toEqual(wanted);
  expect(await all(thread.states({ newestFirst: true }))).toEqual(wanted.toReversed());
});

test('a part of them is named as a part of a history is', async () => {
  const { thread } = await talked(6);
  const { head } = await thread.record();
  const seqs = async (part: Parameters<typeof thread.states>[0]) =>
    (await all(thread.states(part))).map(({ seq }) => seq);
  for (const part of [
    { from: 3, to: 5 },
    { from: -3 },
    { to: -head },
    { from: 4, limit: 2 },
    { limit: 0 },
    { limit: 3, newestFirst: true },
    { from: 3, to: 5, newestFirst: true },
    { from: 5, to: 3 },
    { from: head + 1 },
    { from: -100, to: 2 },
    { from: 0, to: Infinity },
  ]) {
    expect([part, await seqs(part)]).toEqual([part, (await thread.history(part)).map(({ seq }) => seq)]);
  }
});

test('a checkpoint stays as it was handed out while the walk goes on', async () => {
  const { thread } = await talked(4);
  const [first] = await all(thread.states({ from: 2 }));
  expect(first).toEqual(await thread.at(2));
});

test('each row is read once at most, either way', async () => {
  const { store, calls } = counted(memory());
  let rows = 0;
  const reads: Pick<Store, 'rows' | 'state'> = {
    rows: async (...given) => {
      const found = await store.rows(...given);
      rows += found.length;
      return found;
    },
    state: async (...given) => {
      const found = await store.state(...given);
      rows += found.rows.length;
      return found;
    },
  };
  const counting = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(reads, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  const { thread } = await talked(300);
  const { head } = await thread.record();
  await importThread(store, exportThread(thread.store, 'a'));
  for (const newestFirst of [false, true]) {
    rows = 0;
    for (const name of Object.keys(calls)) delete calls[name];
    await all(statesOf(counting, 'a', { newestFirst }));
    // A checkpoint whose state is stored whole needs no row.
    expect(rows).toBeLessThanOrEqual(head);
    expect((calls['snapshot'] ?? 0) + (calls['state'] ?? 0)).toBeLessThan(head / 4);
  }
});

test('they go over what a rewind left behind, over a fork\u2019s shared past, and begin where a history was cut', async () => {
  const { cairn, thread } = await talked(40);
  await thread.rewind(7);
  await thread.settled();
  await thread.send('say', 'again');
  await thread.settled();
  const { head } = await thread.record();
  expect(await all(thread.states())).toEqual(await each(thread, 1, head));

  const fork = await thread.fork(20, { id: 'b' });
  await fork.settled();
  const forked = await fork.record();
  expect(await all(fork.states())).toEqual(await each(fork, 1, forked.head));
  expect(await all(fork.states({ newestFirst: true }))).toEqual((await each(fork, 1, forked.head)).toReversed());

  await cairn.prune({ threads: ['a'], drop: 'history' });
  const [first] = await thread.history({ limit: 1 });
  const left = await each(thread, first?.seq ?? 0, head);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(head);
  expect(await all(thread.states())).toEqual(left);
  expect(await all(thread.states({ from: 1, newestFirst: true }))).toEqual(left.toReversed());
});

test('a history that is cut while they are walked goes on where it now begins', async () => {
  const { cairn, thread } = await talked(600);
  const seqs: number[] = [];
  for await (const { seq } of thread.states()) {
    seqs.push(seq);
    if (seq === 10) await cairn.prune({ threads: ['a'], drop: 'history' });
  }
  const { head } = await thread.record();
  expect(seqs.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(seqs.at(-1)).toBe(head);
});

test('a thread that is not there, or a place that is none, is a problem', async () => {
  const { cairn, thread } = await talked(1);
  await expect(all(cairn.thread(chat, 'nobody').states())).rejects.toMatchObject({ code: 'thread/not-found' });
  expect(() => thread.states({ from: 1.5 })).toThrow(expect.objectContaining({ code: 'value/invalid' }));
});
