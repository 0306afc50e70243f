import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import Sqlite, { type Database } from 'better-sqlite3';
import type { Context } from '../context.ts';
import { existing, reading, type DatabaseFlags } from './database.ts';

/** Opens the database for SQL; nothing can be written. What is no database of Cairn's is refused. */
export async function withSql<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (database: Database) => Value,
): Promise<Value> {
  const path = existing(context, flags);
  await sqlite(path, { readOnly: true }).close();
  const database = openAt(path);
  if (database !== undefined) return using(database, use);
  // Where no log can be made beside the file, a copy of it is asked.
  const folder = mkdtempSync(join(tmpdir(), 'cairn-'));
  const copy = join(folder, 'copy.db');
  try {
    await reading(context, flags, (store) => store.backup(copy));
    return using(new Sqlite(copy, { readonly: true }), use);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The database, if it can be read where it is. */
function openAt(path: string): Database | undefined {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    database.pragma('user_version');
    return database;
  } catch {
    database.close();
    return undefined;
  }
}

function using<Value>(database: Database, use: (database: Database) => Value): Value {
  try {
    database.pragma('query_only = ON');
    return use(database);
  } finally {
    database.close();
  }
}
