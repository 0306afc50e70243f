import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { memory } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Kept } from './cuts.ts';
import { later } from './later.ts';

/** A store in memory, which a process that dies leaves as it is. */
export function inMemory(): Kept {
  const store = memory();
  return { open: () => store, reopen: () => store };
}

/** The same behind a network: it answers some turns later, and others after a restart. */
export function answeringLater(): Kept {
  const store = memory();
  return { open: () => later(store, 1), reopen: () => later(store, 2) };
}

/** Makes files, each for one {@link Kept}, which are gone once the tests of a file are through. */
function inFiles(): () => Kept {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-power-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  return () => {
    files += 1;
    const file = join(folder, `${files}.db`);
    return { open: () => sqlite(file), reopen: () => sqlite(file) };
  };
}

/** For `test.each`: each store by name, and whether the power goes out before or after a write. */
export function cutsOnEachStore() {
  const stores = { memory: inMemory, 'a store that answers later': answeringLater, sqlite: inFiles() };
  return Object.entries(stores).flatMap(([name, kept]) =>
    (['before', 'after'] as const).map((when) => ({ name, kept, when })),
  );
}
