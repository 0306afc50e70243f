import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type Cairn, type FactsOf, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { keptOpen } from './kept-open.ts';

const it = graph({
  name: 'it',
  state: {},
  events: { go: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
});

type Handle = Thread<FactsOf<typeof it>>;

const ofRuntime: Readonly<Record<string, (cairn: Cairn) => Promise<unknown>>> = {
  start: (cairn) => cairn.start(it, {}),
  threads: (cairn) => cairn.threads(),
  recovered: (cairn) => cairn.recovered(),
  prune: (cairn) => cairn.prune(),
  verify: (cairn) => cairn.verify(),
  work: (cairn) => cairn.work(),
  drive: (cairn) => cairn.drive('t'),
  broadcast: (cairn) => cairn.broadcast(it, { event: 'go', id: 'once' }),
  events: async (cairn) => cairn.events().next(),
};

const ofThread: Readonly<Record<string, (thread: Handle) => Promise<unknown>>> = {
  record: (thread) => thread.record(),
  tag: (thread) => thread.tag({ add: ['t'] }),
  send: (thread) => thread.send('go'),
  answer: (thread) => thread.answer('who', 'Ada'),
  resume: (thread) => thread.resume(),
  cancel: (thread) => thread.cancel(),
  edit: (thread) => thread.edit({}),
  rewind: (thread) => thread.rewind(1),
  fork: (thread) => thread.fork(1),
  history: (thread) => thread.history(),
  at: (thread) => thread.at(),
  states: (thread) => thread.states().next(),
  now: (thread) => thread.now(),
  why: (thread) => thread.why(1),
  blame: (thread) => thread.blame('key'),
  status: (thread) => thread.status(),
  watch: (thread) => thread.watch().next(),
  settled: (thread) => thread.settled(),
  ended: (thread) => thread.ended(),
};

/** What asks nothing of a store. */
const asksNothing = new Set(['owner', 'graphs', 'constructor', 'thread', 'close', 'store', 'codec']);

function methodsOf(made: object): readonly string[] {
  return Object.getOwnPropertyNames(Object.getPrototypeOf(made)).filter((name) => !asksNothing.has(name));
}

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('of a runtime that was closed, on %s', (_name, make) => {
  async function closed(): Promise<{ readonly cairn: Cairn; readonly thread: Handle; readonly store: Store }> {
    const store = make();
    const cairn = open({ store, graphs: [it] });
    const thread = await cairn.start(it, {}, { id: 't' });
    await thread.send('go');
    await thread.ended();
    await cairn.close();
    return { cairn, thread, store };
  }

  test('nothing that asks something of its store is left out below', async () => {
    const { cairn, thread } = await closed();
    expect(Object.keys(ofRuntime).toSorted()).toEqual(methodsOf(cairn).toSorted());
    expect(Object.keys(ofThread).toSorted()).toEqual(methodsOf(thread).toSorted());
  });

  test.each(Object.entries(ofRuntime))('%s() is refused', async (_method, call) => {
    await expect(call((await closed()).cairn)).rejects.toMatchObject({ code: 'runtime/closed' });
  });

  test.each(Object.entries(ofThread))('%s() of a thread is refused', async (_method, call) => {
    await expect(call((await closed()).thread)).rejects.toMatchObject({ code: 'runtime/closed' });
  });
});

test('what closes a store that cannot be closed is closed all the same', async () => {
  const store = { ...keptOpen(memory()), close: () => Promise.reject(new Error('no')) };
  const cairn = open({
    store: new Proxy(memory(), { get: (of, name) => (name === 'close' ? store.close : Reflect.get(of, name)) }),
    graphs: [it],
  });
  await expect(cairn.close()).rejects.toThrow('no');
  await expect(cairn.threads()).rejects.toMatchObject({ code: 'runtime/closed' });
});

test('a store outlives a runtime that leaves it open', async () => {
  const store = memory();
  const first = open({ store: keptOpen(store), graphs: [it] });
  await first.start(it, {}, { id: 't' });
  await first.close();
  const second = open({ store: keptOpen(store), graphs: [it] });
  expect((await second.threads()).threads).toHaveLength(1);
  await second.close();
});
