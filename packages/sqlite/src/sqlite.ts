import { toMilliseconds, type Duration } from '@cairn/core/store';
import { openDatabase } from './open-database.ts';
import { explainOpening } from './sqlite-problem.ts';
import { sqliteStore, type SqliteStore } from './sqlite-store.ts';

/** How a file is kept. */
export interface SqliteOptions {
  /**
   * What a commit survives: `normal`, the default, the end of the process at any instant; `full` a power cut too, for which
   * each turn of the event loop waits for the disk once.
   */
  readonly durability?: 'normal' | 'full';
  /** Reads a file and writes nothing to it. */
  readonly readOnly?: boolean;
  /** How long to wait for another process that writes, 5 seconds by default. */
  readonly busyTimeout?: Duration;
}

/** Opens a store in a file, which is made where there is none. `':memory:'` keeps it in memory. */
export function sqlite(path: string, options: SqliteOptions = {}): SqliteStore {
  const { durability = 'normal', readOnly = false } = options;
  const place = { store: `sqlite ${path}`, busyTimeout: toMilliseconds(options.busyTimeout ?? '5s') };
  try {
    return sqliteStore(openDatabase({ path, durability, readOnly, ...place }), place, durability === 'full');
  } catch (error) {
    throw explainOpening(error, place);
  }
}
