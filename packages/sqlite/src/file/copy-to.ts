import { existsSync, linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { makeFile } from './held-file.ts';
import { endsBeside, leftBeside, leftText } from './left-beside.ts';

/** How a backup is made. */
export interface BackupOptions {
  /** Ends it: what was written of it goes, and the call throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Of which database a copy is, and who may read and write it. */
interface Copying extends BackupOptions {
  readonly store: string;
  readonly mode: number;
}

/** How many pages are copied before others have a turn. */
const step = 1_000;

/**
 * Copies a database to a new file.
 *
 * 1. The file is there when it is whole, and it is whole alone: nothing lies beside it that SQLite would take for a part of it.
 * 2. None is replaced: of two copies to one name, the first that is whole is there, and the other is refused.
 * 3. What is written of a copy that does not come to its end goes with it.
 */
export async function copyTo(to: string, db: Database, { store, mode, signal }: Copying): Promise<void> {
  const refuse = (found: string) => problem('store/cannot-open', { store: `The backup of ${store}`, found });
  if (typeof to !== 'string' || to.includes('\0')) throw refuse('its path is none');
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw refuse('its signal is none');
  const path = resolve(to);
  mustBeFree(path, refuse);
  if (!existsSync(dirname(path))) throw refuse(`the folder "${dirname(path)}" does not exist; make it first`);
  const partial = `${path}.${crypto.randomUUID().slice(0, 8)}.partial`;
  try {
    signal?.throwIfAborted();
    makeFile(partial, mode);
    await db.backup(partial, { progress: pace(signal) });
    signal?.throwIfAborted();
    mustBeFree(path, refuse);
    put(partial, path, refuse);
  } catch (error) {
    // What is written is the copy, and the disk that is full is the one under it.
    const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
    if (!['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code)) throw error;
    throw problem('store/full', { store: `The disk of the backup "${path}"` }, error as Error);
  } finally {
    for (const end of ['', ...endsBeside]) rmSync(partial + end, { force: true });
  }
}

type Refuse = (found: string) => Error;

function taken(path: string): string {
  return `"${path}" exists, and a backup replaces nothing`;
}

function mustBeFree(path: string, refuse: Refuse): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw refuse(taken(path));
  const left = leftBeside(path);
  if (left !== undefined) throw refuse(leftText(left));
}

/** How many pages go in a step. Another process's commit starts a copy over; then it goes in one step, which nothing can start over. */
function pace(signal: AbortSignal | undefined): (progress: { readonly remainingPages: number }) => number {
  let least = Infinity;
  return ({ remainingPages }) => {
    signal?.throwIfAborted();
    const restarted = remainingPages > least;
    least = Math.min(least, remainingPages);
    return restarted ? 2 ** 31 - 1 : step;
  };
}

/** Gives a file its name. A link is made only where nothing is, which a file system that has none cannot promise. */
function put(partial: string, path: string, refuse: Refuse): void {
  try {
    linkSync(partial, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw refuse(taken(path));
    renameSync(partial, path);
  }
}
