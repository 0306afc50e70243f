import { readFileSync } from 'node:fs';
import { problem } from '@cairn/core/store';
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
  const database = openAt(path);
  return using(database ?? inMemory(path), use);
}

/** What lies on a disk where no log can be made beside it: the store was closed in order, else it could not be read above. */
function inMemory(path: string): Database {
  // The bytes 18 and 19 say that it has a log, which one in memory cannot have.
  return new Sqlite(readFileSync(path).fill(1, 18, 20), { readonly: true });
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
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!(error instanceof Error) || (code !== 'SQLITE_CORRUPT' && code !== 'SQLITE_NOTADB')) throw error;
    throw problem('store/corrupt', { store: `sqlite ${database.name}`, found: error.message }, error);
  } finally {
    database.close();
  }
}
