import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { problem } from '../../packages/core/src/base/problem/problem.ts';
import { wildParts } from '../determinism/parts.ts';
import { folder } from '../folder.ts';
import { happenings } from './happenings.ts';
import { playWorld } from './play-world.ts';
import type { Connections } from './world.ts';

const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_128);
const cases = Number(process.env['CAIRN_CASES'] ?? 40);
const path = process.env['CAIRN_PATH'];

const stores: Readonly<Record<string, () => Connections>> = {
  memory() {
    const store = memory();
    return { connect: () => connectionTo(store), steady: connectionTo(store) };
  },
  'sqlite, normal': () => onDisk('normal'),
  'sqlite, full': () => onDisk('full'),
};

/** A connection to a store that outlives it. */
function connectionTo(store: Store): Store {
  let isClosed = false;
  return new Proxy(store, {
    get(target, name) {
      if (name === 'close') return () => void (isClosed = true);
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        if (isClosed) throw problem('store/closed', { store: store.name });
        return Reflect.apply(member, target, given);
      };
    },
  });
}

let files = 0;

function onDisk(durability: 'normal' | 'full'): Connections {
  const file = join(folder(), `fuzz-${(files += 1)}.db`);
  const connect = (): Store => sqlite(file, { durability });
  return { connect, steady: connect() };
}

const unsteadiness = fc.record({
  turns: fc.constantFrom(undefined, 0, 1, 3),
  fails: fc.constantFrom(0, 0, 0.01, 0.05),
  late: fc.constantFrom(0, 3, 30),
  works: fc.constantFrom(false, false, true),
  keep: fc.constantFrom(undefined, undefined, 4, 20),
});

test.each(Object.keys(stores))(
  'whatever comes, nothing is lost, nobody waits for ever and no effect is doubled: %s',
  async (name) => {
    const law = fc.asyncProperty(wildParts, happenings, fc.integer(), unsteadiness, async (parts, all, dice, store) => {
      const connections = (stores[name] as () => Connections)();
      expect(await playWorld({ parts, seed: dice, connections, ...store }, all)).toEqual([]);
    });
    // Made smaller, what is stuck would be waited for again and again.
    await fc.assert(law, { seed, numRuns: cases, endOnFailure: true, ...(path !== undefined && { path }) });
  },
  3_600_000,
);
