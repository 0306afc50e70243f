import { memory } from '@cairn/core';
import { MemorySaver, type BaseCheckpointSaver, type CheckpointTuple } from '@langchain/langgraph-checkpoint';
import type { Store } from '@cairn/core/store';
import { describe, expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { SavedThreads } from '../src/told/saved-threads.ts';
import { about, at, checkpoint, idOf } from './checkpoint.ts';

const thread = 'read';
const many = 24;

/** What the n-th checkpoint holds: texts that are kept apart, and others of each generation. */
function held(generation: number, number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => `${generation} ${index} `.repeat(index % 3 === 0 ? 40 : 1));
}

async function written(saver: BaseCheckpointSaver, generation: number, count = many): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    const id = idOf(generation * 1000 + number);
    const of = number === 1 ? undefined : idOf(generation * 1000 + number - 1);
    const list = held(generation, number);
    const news = { list: number, generation: number, number };
    await saver.put(at(thread, of), checkpoint(id, { list, generation, number }, number), about, news);
    const task = `task ${generation}`;
    await saver.putWrites(at(thread, id), [['list', held(generation, number + 1).at(-1)]], task);
  }
}

/** The number of a checkpoint; what it holds, and what was written to it, is its own. */
function wholeIn({ checkpoint: { id, channel_values: values }, pendingWrites }: CheckpointTuple): number {
  const { generation, number } = values as { generation: number; number: number };
  expect(id).toBe(idOf(generation * 1000 + number));
  expect(values['list']).toEqual(held(generation, number));
  expect(pendingWrites).toEqual([[`task ${generation}`, 'list', held(generation, number + 1).at(-1)]]);
  return generation * 1000 + number;
}

const doings = {
  prunes: (saver: CairnSaver) => saver.prune([thread], { keep: 3 }),
  drops: (saver: CairnSaver) => saver.deleteThread(thread),
  'drops and begins anew': async (saver: CairnSaver) => {
    await saver.deleteThread(thread);
    await written(saver, 2, 9);
  },
};

interface Meddled extends Store {
  /** From now on calls count. */
  begin(): void;
  calls(): number;
}

/** A store that has something done before its n-th call for items. */
function meddled(store: Store, nth: number, doing: () => Promise<void>): Meddled {
  let calls = -Infinity;
  const before = async (): Promise<void> => {
    calls += 1;
    if (calls === nth) await doing();
  };
  return {
    ...store,
    begin: () => {
      calls = 0;
    },
    item: async (...given) => {
      await before();
      return store.item(...given);
    },
    items: async (...given) => {
      await before();
      return store.items(...given);
    },
    calls: () => calls,
  };
}

/** Reads with something done before each of the calls that it takes, by a saver that has read `before`, or not. */
async function meddling(
  doing: (saver: CairnSaver) => Promise<void>,
  read: (saver: CairnSaver, store: Store) => Promise<void>,
  before: (saver: CairnSaver) => Promise<unknown> = async () => undefined,
): Promise<void> {
  for (let nth = 1, calls = Infinity; nth <= calls; nth += 1) {
    const store = memory();
    const other = new CairnSaver(store);
    await written(other, 1);
    const between = meddled(store, nth, () => doing(other));
    const saver = new CairnSaver(between);
    await before(saver);
    between.begin();
    await read(saver, between);
    calls = between.calls();
  }
}

async function numbers(saver: CairnSaver, ns?: string): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const tuple of saver.list({
    configurable: { thread_id: thread, ...(ns === '' && { checkpoint_ns: ns }) },
  }))
    found.push(wholeIn(tuple));
  return found;
}

describe.each(Object.entries(doings))('while somebody %s a thread', (how, doing) => {
  test.each(['', undefined])('what is listed of it, in namespace %j, is whole and stands once', async (ns) => {
    await meddling(doing, async (saver) => {
      const found = await numbers(saver, ns);
      expect(found).toEqual([...new Set(found)].toSorted((one, other) => other - one));
      const stays = how === 'prunes' ? [1024, 1023, 1022] : [];
      expect(found.slice(0, stays.length)).toEqual(stays);
    });
  });

  test.each([
    ['has not read before', async () => undefined],
    ['has read before', (saver: CairnSaver) => numbers(saver)],
  ])('what a saver reads of it that %s is whole', async (_, before) => {
    const found: number[] = [];
    const read = async (saver: CairnSaver): Promise<void> => {
      const tuple = await saver.getTuple(at(thread));
      found.push(tuple === undefined ? 0 : wholeIn(tuple));
    };
    await meddling(doing, read, before);
    const last = { prunes: 1024, drops: 0, 'drops and begins anew': 2009 }[how];
    expect(new Set(found)).toEqual(new Set([last, 1024]));
  });

  test('what is told of it is whole, or nothing', async () => {
    await meddling(doing, async (_, store) => {
      const told = await new SavedThreads(store, () => 0).told({ thread, ns: '' });
      for (const { values } of told?.history ?? []) {
        const { generation, number, list } = values as { generation: number; number: number; list: readonly string[] };
        expect(list).toEqual(held(generation, number));
      }
    });
  });
});

test.each([
  ['as in memory', () => new MemorySaver()],
  ['by a saver', () => new CairnSaver(memory())],
])('threads are dropped while they are listed, %s', async (_, make) => {
  const saver = make();
  for (const name of ['1', '2', '3']) {
    for (let number = 1; number <= 40; number += 1) {
      const values = { list: held(1, number) };
      const of = number === 1 ? undefined : idOf(number - 1);
      await saver.put(at(name, of), checkpoint(idOf(number), values, number), about, { list: number });
    }
  }
  const met: unknown[] = [];
  for await (const { config } of saver.list({ configurable: {} })) {
    const name = String(config.configurable?.['thread_id']);
    if (!met.includes(name)) met.push(name);
    await saver.deleteThread(name);
  }
  expect(met).toEqual(['1', '2', '3']);
});
