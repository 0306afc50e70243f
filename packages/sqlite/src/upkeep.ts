import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { makeFile } from './file/held-file.ts';
import { findings } from './integrity.ts';
import type { OpenDatabase } from './file/open-database.ts';
import type { Place } from './file/sqlite-problem.ts';
import type { Statements } from './tables/statements.ts';

/** Bytes of a database. */
export interface StoreSize {
  /** On the disk, the write-ahead log included. */
  readonly bytes: number;
  /** Free inside the file: used again before it grows, given back by `vacuum`. */
  readonly free: number;
}

/** What is done to the file as a whole. */
export interface Upkeep {
  /** Copies the database to a new file while it is in use; the file is there when it is whole. */
  backup(path: string): Promise<void>;
  /** Rewrites the file without its free space; others wait meanwhile. */
  vacuum(): void;
  /** What is wrong with the file, a sentence each; empty when it is sound. */
  integrity(): readonly string[];
  size(): StoreSize;
}

/** How many pages a backup copies before others have a turn. */
const step = 1_000;

/** Makes {@link Upkeep} of a database. */
export function upkeep({ db, file }: OpenDatabase, { store, mode }: Place, statements: Statements): Upkeep {
  return {
    backup: (path) => backup(db, store, path, mode),
    vacuum() {
      db.exec('VACUUM');
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    integrity: () => findings(db, store, file),
    size() {
      const { pages, free, size } = statements.pages.get() ?? { pages: 0, free: 0, size: 0 };
      const log = `${db.name}-wal`;
      return { bytes: pages * size + (existsSync(log) ? statSync(log).size : 0), free: free * size };
    },
  };
}

async function backup(db: Database, store: string, to: string, mode: number): Promise<void> {
  const refuse = (found: string) => problem('store/cannot-open', { store: `The backup of ${store}`, found });
  if (typeof to !== 'string' || to.includes('\0')) throw refuse('its path is none');
  const path = resolve(to);
  if (existsSync(path)) throw refuse(`"${path}" exists, and a backup replaces nothing`);
  if (!existsSync(dirname(path))) throw refuse(`the folder "${dirname(path)}" does not exist; make it first`);
  const partial = `${path}.partial`;
  let least = Infinity;
  // Another process's commit starts a backup over; then it goes in one step, which nothing can start over.
  const progress = ({ remainingPages }: { remainingPages: number }): number => {
    const restarted = remainingPages > least;
    least = Math.min(least, remainingPages);
    return restarted ? 2 ** 31 - 1 : step;
  };
  try {
    makeFile(partial, mode);
    await db.backup(partial, { progress });
    renameSync(partial, path);
  } catch (error) {
    // What is written is the copy, and the disk that is full is the one under it.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code)) throw error;
    throw problem('store/full', { store: `The disk of the backup "${path}"` }, error as Error);
  } finally {
    rmSync(partial, { force: true });
  }
}
