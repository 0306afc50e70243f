import { accessSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { SqliteStore, sqlite } from '@cairn/sqlite';
import { isProblem, listed, problem, suggest } from '@cairn/core/store';
import type { Context } from '../context.ts';
import { CommandError, usageError } from '../exit-code.ts';
import { databasesIn, unreadableIn } from './databases-in.ts';
import { lateStore } from './late-store.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

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

/** Opens the database to write to it; it must be there already, and in today's format. */
export async function writing<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  return closing(await openToWrite(existing(context, flags)), use);
}

/**
 * Opens a database to write to it. One of an older format is refused: `cairn upgrade` is asked for that, as whoever uses the
 * file with an older Cairn is locked out by it.
 */
async function openToWrite(path: string): Promise<SqliteStore> {
  await (await opened(path, { readOnly: true })).close();
  return opened(path);
}

/** Opens a copy of the database to try something on it, and takes the copy away. */
export async function onCopy<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  const copied = async (copy: string): Promise<string> =>
    reading(context, flags, async (store) => {
      await store.backup(copy);
      return store.name;
    });
  return withCopy(context, copied, use);
}

/** Opens a copy of a database of an older format, brought up to date, and takes the copy away. */
export async function onUpgradedCopy<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  const path = existing(context, flags);
  const copied = async (copy: string): Promise<string> => {
    const { backup } = await import('@cairn/sqlite');
    await backup(path, copy);
    return `sqlite ${path}`;
  };
  return withCopy(context, copied, use);
}

/** Opens what `copied` writes to a path and tells the name of; what is said of it is said of the database that it stands for. */
async function withCopy<Value>(
  context: Context,
  copied: (copy: string) => Promise<string>,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  return withTemporaryFolder(context, async (folder) => {
    const copy = join(folder, 'copy.db');
    const name = await copied(copy);
    return closing(await opened(copy), (store) =>
      use({ ...store, name }).catch((error: unknown) => Promise.reject(saidOf(name, `sqlite ${copy}`, error))),
    );
  });
}

/** A problem of a copy as one of the database that it stands for. */
function saidOf(name: string, copy: string, error: unknown): unknown {
  if (!isProblem(error) || (error.facts as { readonly store?: unknown }).store !== copy) return error;
  return problem(error.code, { ...error.facts, store: name }, error);
}

/** Opens the database, which is made where there is none. */
export async function writingOrMaking<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  const path = toWrite(context, flags);
  if (!isNothing(path)) return closing(await openToWrite(path), use);
  const made = await opened(path);
  context.output.note(`New database: ${path}`);
  return closing(made, use);
}

/** Opens the database; where there is none it is made once something is written, and nothing is said of it before. */
export async function writingOrMakingLate<Value>(
  context: Context,
  flags: DatabaseFlags,
  use: (store: SqliteStore) => Promise<Value>,
): Promise<Value> {
  const path = toWrite(context, flags);
  if (!isNothing(path) || !mayBeMade(path)) return writingOrMaking(context, flags, use);
  const { sqlite: open } = await import('@cairn/sqlite');
  let isMade = false;
  const make = (): SqliteStore => {
    isMade = isNothing(path);
    const made = open(path);
    if (isMade) context.output.note(`New database: ${path}`);
    return made;
  };
  try {
    return await closing(lateStore(`sqlite ${path}`, open(':memory:'), make), use);
  } catch (error) {
    if (isMade) await removeEmpty(path);
    throw error;
  }
}

/** Whether files can be made where a path leads. */
function mayBeMade(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Takes a database away that was made for something that then failed. */
async function removeEmpty(path: string): Promise<void> {
  if (isNothing(path)) return;
  const { threads } = await closing(await opened(path, { readOnly: true }), async (store) =>
    store.threads({ limit: 1 }),
  );
  if (threads.length === 0) for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
}

/** The path of the database; it is there, and something is in it. */
export function existing(context: Context, flags: DatabaseFlags): string {
  const db = namedIn(context, flags);
  if (db !== undefined) {
    const path = shown(context, db);
    if (!existsSync(path)) throw new CommandError(`There is no file "${db}".${meant(context, db)}`);
    if (isNothing(path)) throw new CommandError(`The file "${db}" is empty: nothing was stored in it yet.`);
    return path;
  }
  const path = onlyIn(context);
  if (path !== undefined) return shown(context, path);
  throw usageError('There is no Cairn database in this folder. Name one: --db path, or CAIRN_DB=path.');
}

/** The path of a database to write to, whether or not it is there. */
function toWrite(context: Context, flags: DatabaseFlags): string {
  const db = namedIn(context, flags);
  if (db !== undefined) return shown(context, db);
  return shown(context, onlyIn(context) ?? usualName);
}

/** The only database of the folder, if there is one; a problem where there are several, or one that cannot be read may be it. */
function onlyIn({ folder }: Context): string | undefined {
  const found = databasesIn(folder);
  if (found.length > 1) throw ambiguous(found);
  const [unread] = found.length === 0 ? unreadableIn(folder) : [];
  if (unread === undefined) return found[0];
  throw new CommandError(
    `"${unread.file}" may be the database of this folder, and cannot be read. ${unread.why} Name one: --db path, or CAIRN_DB=path.`,
  );
}

/** The database that the command line names, or the environment. */
function namedIn({ env }: Context, { db }: DatabaseFlags): string | undefined {
  if (db === undefined && env['CAIRN_DB'] === '') {
    throw usageError('CAIRN_DB is set, and empty. Give it the path of a database, or unset it.');
  }
  return db ?? env['CAIRN_DB'];
}

function meant({ folder }: Context, db: string): string {
  const said = suggest(db, databasesIn(folder));
  return said.startsWith('Did you mean') ? ` ${said}` : '';
}

/** Whether there is no file, or an empty one, which is the same to SQLite. */
function isNothing(path: string): boolean {
  if (!existsSync(path)) return true;
  const file = statSync(path);
  const log = `${path}-wal`;
  return file.isFile() && file.size === 0 && !(existsSync(log) && statSync(log).size > 0);
}

/** SQLite is loaded by the commands that open a database, and not to say what a command is for. */
async function opened(...given: Parameters<typeof sqlite>): Promise<SqliteStore> {
  const { sqlite: open } = await import('@cairn/sqlite');
  return open(...given);
}

function ambiguous(found: readonly string[]): CommandError {
  return usageError(
    `There are ${found.length} Cairn databases in this folder: ${listed(found)}. Name one: --db path, or CAIRN_DB=path.`,
  );
}

/** A path as messages show it: relative to where the command runs, if it is below. */
function shown({ folder }: Context, path: string): string {
  const inside = relative(folder, resolve(folder, path)) || '.';
  return inside.startsWith('..') || dirname(folder) === folder ? resolve(folder, path) : inside;
}

async function closing<Value>(store: SqliteStore, use: (store: SqliteStore) => Promise<Value>): Promise<Value> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
