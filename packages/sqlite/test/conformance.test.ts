import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Store } from '@cairn/core/store';
import { sqlite, type SqliteOptions } from '@cairn/sqlite';
import { storeConformance, type StoreBench, type StoreClaim } from '@cairn/testing';
import { describe, test } from 'vitest';
import { folder } from './folder.ts';

/** Opens a file, and opens it again after closing it; what is closed is sound. */
function bench(options: SqliteOptions): StoreBench {
  const path = join(folder(), 'cairn.db');
  const open = (): Store => {
    const store = sqlite(path, options);
    const close = (): void => {
      assert.deepEqual(store.integrity(), []);
      void store.close();
    };
    return { ...store, close };
  };
  return {
    open,
    reopen: async (store) => {
      await store.close();
      return open();
    },
  };
}

const assertHolds = ({ run }: StoreClaim, options: SqliteOptions): Promise<void> => run(bench(options));

describe('sqlite', () => {
  test.each(storeConformance)('$name', (claim) => assertHolds(claim, {}));
});

describe('sqlite with full durability', () => {
  test.each(storeConformance)('$name', (claim) => assertHolds(claim, { durability: 'full' }));
});

describe('sqlite in memory', () => {
  const assertHoldsThere = ({ run }: StoreClaim): Promise<void> => run({ open: () => sqlite(':memory:') });
  test.each(storeConformance)('$name', (claim) => assertHoldsThere(claim));
});
