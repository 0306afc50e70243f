import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { SqliteStore, sqlite } from '@cairn/sqlite';
import type { Context } from '../context.ts';
import { CommandError, usageError } from '../exit-code.ts';

/** Where the database is, if the command line says so. */
export interface DatabaseFlags {
  readonly db?: string;
}

/** The name of a database that is made where none is named and none is there. */
const usualName = 'cairn.db';

/** Opens the database to look at it; it stays as it is. */
export async function reading<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  return closing(await openToRead(context, flags), use);
}

/** Opens the database to look at it; whoever asks closes it. */
export async function openToRead(context: Context, flags: DatabaseFlags): Promise<SqliteStore> {
  return opened(existing(context, flags), { readOnly: true });
}

/** Opens the database to write to it; it must be there already. */
export async function writing<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  return closing(await opened(existing(context, flags)), use);
}

/** Opens the database, which is made where there is none. */
export async function openOrMake(
  context: Context,
  { db = context.env['CAIRN_DB'] }: DatabaseFlags,
): Promise<SqliteStore> {
  const found = db ?? databasesIn(context.folder);
  if (typeof found === 'string') return opened(shown(context, found));
  if (found.length > 1) throw ambiguous(found);
  const [path = usualName] = found;
  if (found.length === 0) context.output.note(`New database: ${path}`);
  return opened(shown(context, path));
}

/** The path of the database. */
export function existing(context: Context, { db = context.env['CAIRN_DB'] }: DatabaseFlags): string {
  if (db !== undefined) {
    const path = shown(context, db);
    if (existsSync(path)) return path;
    throw new CommandError(`There is no file "${db}".`);
  }
  const found = databasesIn(context.folder);
  if (found.length > 1) throw ambiguous(found);
  const [path] = found;
  if (path !== undefined) return shown(context, path);
  throw usageError('There is no Cairn database in this folder. Name one: --db path, or CAIRN_DB=path.');
}

/** SQLite is loaded by the commands that open a database, and not to say what a command is for. */
async function opened(...given: Parameters<typeof sqlite>): Promise<SqliteStore> {
  const { sqlite: open } = await import('@cairn/sqlite');
  return open(...given);
}

function ambiguous(found: readonly string[]): CommandError {
  return usageError(
    `There are ${found.length} Cairn databases in this folder: ${found.join(', ')}. Name one: --db path, or CAIRN_DB=path.`,
  );
}

/** A path as messages show it: relative to where the command runs, if it is below. */
function shown({ folder }: Context, path: string): string {
  const inside = relative(folder, resolve(folder, path));
  return inside.startsWith('..') ? resolve(folder, path) : inside;
}

function databasesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.db') && isCairns(join(folder, file)))
    .toSorted();
}

/** Whether a file is a database of SQLite with Cairn's mark; reads its first bytes only. */
function isCairns(path: string): boolean {
  const header = Buffer.alloc(72);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, header);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header.toString('latin1', 68, 72) === 'CAIR';
}

async function closing<Value>(store: SqliteStore, use: (store: SqliteStore) => Promise<Value>): Promise<Value> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
