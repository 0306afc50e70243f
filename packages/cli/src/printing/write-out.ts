import { randomBytes } from 'node:crypto';
import { createWriteStream, type Stats } from 'node:fs';
import { chmod, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../exit-code.ts';
import type { Output } from './output.ts';

/** Where `--out` is, and what may end writing. */
export interface OutPlace {
  /** As the command line names it. */
  readonly out: string;
  readonly folder: string;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/**
 * Writes text to where `--out` says.
 *
 * 1. A file is replaced when the new one is whole, and keeps its permissions; a link leads to the file that is replaced.
 * 2. What is no file (a device, a pipe, a socket) is written into, and stays what it is.
 */
export async function writeOut(
  { out, folder, output, signal }: OutPlace,
  text: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const path = resolve(folder, out);
  if (stdoutNames.has(path)) {
    for await (const part of text) {
      output.text(part);
      await output.drained();
    }
    return;
  }
  const known = await factsOf(path);
  if (known?.isDirectory() === true) throw new CommandError(`"${out}" is a folder. Name a file in it.`);
  const write = async (target: string, flags: string): Promise<void> =>
    pipeline(Readable.from(text), createWriteStream(target, { flags }), { ...(signal !== undefined && { signal }) });
  if (isWrittenInto(path, known)) return write(path, 'w');
  const target = known === undefined ? await leadsTo(path) : await realpath(path);
  const partial = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.partial`);
  try {
    await write(partial, 'wx');
    if (known !== undefined) await chmod(partial, known.mode & 0o7777);
    await rename(partial, target);
  } catch (error) {
    // Nobody asked for the file beside it.
    if (error instanceof Error && 'path' in error) error.path = out;
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Names that the system has for stdout; some of what it may be cannot be opened a second time. */
const stdoutNames: ReadonlySet<string> = new Set(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** Facts of what a path leads to; undefined where that is nothing. */
async function factsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Names of the system, such as `/dev/stdout`, lead to what is open already, a file included. */
function isWrittenInto(path: string, known: Stats | undefined): boolean {
  return known !== undefined && (!known.isFile() || /^\/(?:dev|proc)\//u.test(path));
}

/** Where a link leads that leads to nothing yet; the path itself where it is no link. */
async function leadsTo(path: string): Promise<string> {
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : leadsTo(resolve(dirname(path), link));
}
