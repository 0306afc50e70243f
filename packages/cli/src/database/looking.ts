import type { SqliteStore } from '@cairn/sqlite';
import type { Context } from '../context.ts';
import { reading, type DatabaseFlags } from './database.ts';
import { savedTable } from './thread-record.ts';

/** Opens the database to look at its threads, those of LangGraph that are kept in it included, `own` without them; it stays as it is. */
export async function looking<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore, own: SqliteStore) => Promise<Value>,
): Promise<Value> {
  return reading(context, flags, async (store) => use(await withSavedThreads(store), store));
}

/** A database with the threads that LangGraph keeps in it, where there are some. */
export async function withSavedThreads(store: SqliteStore): Promise<SqliteStore> {
  const [saved] = await store.items({ table: savedTable, limit: 1 }, Date.now());
  if (saved === undefined) return store;
  const { withSaved } = await import('@cairn/langgraph/inspect');
  return withSaved(store);
}
