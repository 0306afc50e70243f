import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codecOf, fold, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { load } from '../../packages/core/src/store/load.ts';
import { checkpointOf } from '../../packages/core/src/time/read/checkpoint.ts';
import { parts } from './parts.ts';
import { play, type Look } from './play.ts';

const stores: Readonly<Record<string, () => Store>> = { memory, sqlite: () => sqlite(':memory:') };

const codec = codecOf([]);

/** What random threads are looked at by, on a store. */
type Check = (store: Store) => Look;

/** Plays random threads on a store and looks at each whenever something may have happened. */
async function expectOfThreads(name: string, seed: number, check: Check): Promise<void> {
  const law = fc.asyncProperty(parts, fc.integer(), async (given, schedule) => {
    const store = (stores[name] as () => Store)();
    await play(given, schedule, store, { look: check(store) });
  });
  await fc.assert(law, { seed, numRuns: 40 });
}

test.each(Object.keys(stores))(
  'a checkpoint reads the same as when it was the newest, however much follows: %s',
  async (name) => {
    await expectOfThreads(name, 20_260_401, () => {
      const seen = new Map<number, string>();
      return async (thread, rows) => {
        seen.set(rows.length, JSON.stringify(await thread.at()));
        const old = [...seen.keys()][rows.length % seen.size];
        expect(JSON.stringify(await thread.at(old))).toBe(seen.get(old as number));
      };
    });
  },
);

test.each(Object.keys(stores))(
  'every checkpoint is read as its rows fold, from whatever snapshot that starts: %s',
  async (name) => {
    const snapshots = new Set<string | undefined>();
    await expectOfThreads(name, 20_260_402, (store) => {
      let checked = 0;
      let folded = emptySnapshot('random');
      return async (_, rows) => {
        for (const row of rows.slice(checked)) {
          folded = fold(folded, [row]);
          const { snapshot } = await load(store, 'random', { codec }, row.seq);
          // The order of a state's keys is no part of it.
          expect(checkpointOf(snapshot)).toEqual(checkpointOf(folded));
        }
        checked = rows.length;
        snapshots.add((await store.snapshot('random'))?.body);
      };
    });
    expect(snapshots.size).toBeGreaterThan(10);
  },
);
