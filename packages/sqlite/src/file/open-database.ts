import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { problem } from '@cairn/core/store';
import Sqlite, { type Database } from 'better-sqlite3';
import { isCalledDamage, isReadable } from './damage.ts';
import { isWritable, takeFile } from './file-header.ts';
import type { HeldFile } from './held-file.ts';
import { migrate, mustBeCurrent } from './migrate.ts';
import { isGone } from './process-life.ts';
import { textTerm } from '../sums/record-sum.ts';

/** How a database is opened. */
export interface Opening {
  readonly path: string;
  readonly store: string;
  readonly durability: 'normal' | 'full';
  readonly readOnly: boolean;
  /** Whether one of an older format may be read as it is, by who knows nothing of its tables. */
  readonly anyFormat?: boolean;
  /** Milliseconds. */
  readonly busyTimeout: number;
  /** Who may read and write a file that is made. */
  readonly mode: number;
}

/** A database that is open, and its file, where it has one. */
export interface OpenDatabase {
  readonly db: Database;
  readonly file: HeldFile | undefined;
}

/** Opens a database in the newest format; one that is not Cairn's is refused before SQLite touches it. */
export function openDatabase(opening: Opening): OpenDatabase {
  if (opening.path === ':memory:') return { db: openInMemory(opening), file: undefined };
  const path = resolve(opening.path);
  const file = takeFile({ ...opening, path });
  try {
    return { db: connect(path, file, opening), file };
  } catch (error) {
    file.release();
    throw error;
  }
}

/** What SQLite calls damage may have been a read that failed: where all can be read, it is tried once more. */
function connect(path: string, file: HeldFile, opening: Opening): Database {
  try {
    return connectOnce(path, file, opening);
  } catch (error) {
    if (!isCalledDamage(error)) throw error;
    if (isReadable(path, file)) return connectOnce(path, file, opening);
    throw problem('store/io', { store: opening.store, found: 'a part of the file cannot be read' }, error);
  }
}

function connectOnce(path: string, file: HeldFile, opening: Opening): Database {
  const db = opening.readOnly ? openToRead(path, file, opening) : new Sqlite(path, { timeout: opening.busyTimeout });
  return prepared(db, opening);
}

function openInMemory(opening: Opening): Database {
  const { store, readOnly } = opening;
  if (readOnly) throw problem('store/cannot-open', { store, found: 'there is nothing in memory to read' });
  return prepared(new Sqlite(':memory:'), opening);
}

function prepared(db: Database, opening: Opening): Database {
  try {
    prepareConnection(db, opening);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes a connection ready for the store: what statements call, the format, and how what is written is kept. */
export function prepareConnection(
  db: Database,
  { store, durability, readOnly, anyFormat, busyTimeout }: Omit<Opening, 'mode'>,
): void {
  db.function('process_is_gone', { directOnly: true }, (pid: number, host: string, born: string | null) =>
    isGone({ pid, host, born }) ? 1 : 0,
  );
  db.function('text_term', { directOnly: true, deterministic: true }, textTerm);
  if (readOnly) {
    if (anyFormat !== true) mustBeCurrent(db, store);
    return;
  }
  migrate(db, store);
  const mode = keepLog(db, Date.now() + busyTimeout);
  // Without a write-ahead log (a file system that has no shared memory), only FULL keeps what was committed.
  const synchronous = durability === 'full' || mode !== 'wal' ? 'FULL' : 'NORMAL';
  // The log goes into the file, which waits for the disk, every 16 MiB: four times as rarely as by default, and one table of
  // the log's index still finds all of its pages. It was a fifth of what a transition cost.
  db.exec(
    `PRAGMA synchronous = ${synchronous}; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000`,
  );
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

/** Where no log can be made beside a file that was closed in order, on a disk that is full for one, a copy in memory is read. */
function openToRead(path: string, file: HeldFile, { busyTimeout }: Opening): Database {
  const log = `${path}-wal`;
  const isClosed = !existsSync(log) || statSync(log).size === 0;
  const copy = (): Database => new Sqlite(withoutLog(bytesOf(path, file)), { readonly: true });
  if (isClosed && !isWritable(dirname(path))) return copy();
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: busyTimeout });
  try {
    db.pragma('user_version');
    return db;
  } catch (error) {
    db.close();
    if (isClosed && hasNoIndex(error)) return copy();
    throw error;
  }
}

/** Whether the index of the log, which readers need too, could not be made. */
function hasNoIndex(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_IOERR_SHM') || code === 'SQLITE_FULL' || code.startsWith('SQLITE_CANTOPEN');
}

function bytesOf(path: string, file: HeldFile): Buffer {
  const bytes = Buffer.alloc(statSync(path).size);
  return bytes.subarray(0, file.read(bytes));
}

/** The bytes 18 and 19 say whether a database has a write-ahead log, which one in memory cannot have. */
function withoutLog(bytes: Buffer): Buffer {
  bytes.fill(1, 18, 20);
  return bytes;
}
