import Sqlite, { type Database } from 'better-sqlite3';
import { prepareConnection } from '../src/file/open-database.ts';
import { sqliteStore, type SqliteStore } from '../src/sqlite-store.ts';

/** A store whose connection a test can get at, and every statement that it ran, as text. */
export interface OpenStore {
  readonly store: SqliteStore;
  readonly db: Database;
  readonly ran: string[];
}

/** Opens a file as `sqlite` does, on a connection that is not hidden. */
export function openStore(path: string, durability: 'normal' | 'full' = 'normal'): OpenStore {
  const place = { store: `sqlite ${path}`, busyTimeout: 5_000, mode: 0o600 };
  const ran: string[] = [];
  const db = new Sqlite(path, { verbose: (text) => ran.push(String(text)) });
  prepareConnection(db, { path, durability, readOnly: false, ...place });
  const store = sqliteStore({ db, file: undefined }, place, durability === 'full');
  ran.length = 0;
  return { store, db, ran };
}
