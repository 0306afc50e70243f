import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { problem } from '@cairn/core/store';
import Sqlite, { type Database } from 'better-sqlite3';
import { inspect, isWritable } from './file-header.ts';
import { migrate, mustBeCurrent } from './migrate.ts';
import { isGone } from './process-life.ts';

/** How a database is opened. */
export interface Opening {
  readonly path: string;
  readonly store: string;
  readonly durability: 'normal' | 'full';
  readonly readOnly: boolean;
  /** Milliseconds. */
  readonly busyTimeout: number;
}

/** Opens a database in the newest format; one that is not Cairn's is refused before SQLite touches it. */
export function openDatabase(opening: Opening): Database {
  const { store, readOnly } = opening;
  const path = opening.path === ':memory:' ? opening.path : resolve(opening.path);
  if (path !== ':memory:') inspect(path, store, readOnly);
  const db = readOnly ? openToRead(path, opening) : new Sqlite(path, { timeout: opening.busyTimeout });
  try {
    prepareConnection(db, opening);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes a connection ready for the store: what statements call, the format, and how what is written is kept. */
export function prepareConnection(db: Database, { store, durability, readOnly, busyTimeout }: Opening): void {
  db.function('process_is_gone', { directOnly: true }, (pid: number, host: string, born: string | null) =>
    isGone({ pid, host, born }) ? 1 : 0,
  );
  if (readOnly) {
    mustBeCurrent(db, store);
    return;
  }
  migrate(db, store);
  const mode = keepLog(db, Date.now() + busyTimeout);
  // Without a write-ahead log (a file system that has no shared memory), only FULL keeps what was committed.
  db.pragma(`synchronous = ${durability === 'full' || mode !== 'wal' ? 'FULL' : 'NORMAL'}`);
  db.pragma('journal_size_limit = 67108864');
  // The log goes into the file, which waits for the disk, every 16 MiB: four times as rarely as by default, and one table of
  // the log's index still finds all of its pages. It was a fifth of what a transition cost.
  db.pragma('wal_autocheckpoint = 4000');
}

/** Turns the write-ahead log on. Of processes that do so at once, SQLite refuses some without waiting: they try again. */
function keepLog(db: Database, until: number): unknown {
  for (;;) {
    try {
      return db.pragma('journal_mode = WAL', { simple: true });
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (!isBusy || Date.now() >= until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Where no log can be made beside a file that was closed in order, a copy in memory is read. */
function openToRead(path: string, { store, busyTimeout }: Opening): Database {
  if (path === ':memory:') throw problem('store/cannot-open', { store, found: 'there is nothing in memory to read' });
  const log = `${path}-wal`;
  const closed = !existsSync(log) || statSync(log).size === 0;
  if (closed && !isWritable(dirname(path))) return new Sqlite(withoutLog(readFileSync(path)), { readonly: true });
  return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: busyTimeout });
}

/** The bytes 18 and 19 say whether a database has a write-ahead log, which one in memory cannot have. */
function withoutLog(bytes: Buffer): Buffer {
  bytes.fill(1, 18, 20);
  return bytes;
}
