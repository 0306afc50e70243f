import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Store } from '@cairn/core/store';
import { sqlite, type SqliteOptions } from '@cairn/sqlite';
import { storeConformance, type StoreBench } from '@cairn/testing';
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

for (const durability of ['normal', 'full'] as const) {
  describe(`sqlite with durability "${durability}"`, () => {
    for (const { name, run } of storeConformance) test(name, () => run(bench({ durability })));
  });
}

describe('sqlite in memory', () => {
  for (const { name, run } of storeConformance) test(name, () => run({ open: () => sqlite(':memory:') }));
});
