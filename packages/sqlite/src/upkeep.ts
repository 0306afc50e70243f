import { existsSync, statSync } from 'node:fs';
import { copyTo, type BackupOptions } from './file/copy-to.ts';
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
  /** Copies the database to a new file while it is in use; the file is there when it is whole, and none is replaced. */
  backup(path: string, options?: BackupOptions): Promise<void>;
  /** Rewrites the file without its free space; others wait meanwhile. */
  vacuum(): void;
  /** What is wrong with the file, a sentence each; empty when it is sound. */
  integrity(): readonly string[];
  size(): StoreSize;
}

/** Makes {@link Upkeep} of a database. */
export function upkeep({ db, file }: OpenDatabase, { store, mode }: Place, statements: Statements): Upkeep {
  return {
    backup: (path, options = {}) => copyTo(path, db, { ...options, store, mode }),
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
