import { sqlite } from '@cairn/sqlite';
import Sqlite, { type Database } from 'better-sqlite3';
import type { Context } from '../context.ts';
import { existing, type DatabaseFlags } from './database.ts';

/** Opens the database for SQL; nothing can be written. What is no database of Cairn's is refused. */
export async function withSql<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (database: Database) => Value,
): Promise<Value> {
  const path = existing(context, flags);
  await sqlite(path, { readOnly: true }).close();
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    database.pragma('query_only = ON');
    return use(database);
  } finally {
    database.close();
  }
}
