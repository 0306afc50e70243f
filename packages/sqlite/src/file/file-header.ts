import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { problem } from '@cairn/core/store';
import { holdFile, makeFile, type HeldFile } from './held-file.ts';
import { leftBeside, leftBesideEmpty, leftText, pagesBefore } from './left-beside.ts';
import { applicationId, schema } from './schema.ts';

/** Where a database is to be, and who may read and write one that is made there. */
export interface FilePlace {
  readonly path: string;
  readonly store: string;
  readonly readOnly: boolean;
  readonly mode: number;
}

/** Takes hold of a file that is a database of Cairn, or is to become one; by its bare bytes, so nothing else is touched. */
export function takeFile(place: FilePlace): HeldFile {
  const { path, store, readOnly } = place;
  const refuse = (found: string) => problem('store/cannot-open', { store, found });
  // Each question to the system takes as long as a read of the database, so what is there is not asked about first.
  const file = hold(path, refuse) ?? makeAndHold(place, refuse);
  try {
    checkHeader(file, path, store);
    if (!readOnly) {
      mustBeWritable(path, store);
      mustBeWritable(dirname(path), store);
    }
    return file;
  } catch (error) {
    file.release();
    throw error;
  }
}

type Refuse = (found: string) => Error;

function hold(path: string, refuse: Refuse): HeldFile | undefined {
  const file = asked(() => holdFile(path), refuse);
  if (file === 'no file') throw refuse('it is not a file');
  return file === 'nothing' ? undefined : file;
}

function makeAndHold({ path, store, readOnly, mode }: FilePlace, refuse: Refuse): HeldFile {
  const folder = dirname(path);
  if (!existsSync(folder)) throw refuse(`its folder "${folder}" does not exist; make it first`);
  if (readOnly) throw refuse('it does not exist, and "readOnly" makes no file');
  mustBeWritable(folder, store);
  const left = leftBeside(path);
  // Another process may have made the database meanwhile, and what is beside it with it.
  if (left !== undefined && !existsSync(path)) throw refuse(leftText(left));
  asked(() => makeFile(path, mode), refuse);
  const file = hold(path, refuse);
  if (file === undefined) throw refuse('it leads to no file, and none can be made');
  return file;
}

/** What the system answers, or why it refuses. */
function asked<Answer>(question: () => Answer, refuse: Refuse): Answer {
  try {
    return question();
  } catch (cause) {
    throw refuse(`this process may not or cannot read it (${(cause as NodeJS.ErrnoException).code})`);
  }
}

function checkHeader(file: HeldFile, path: string, store: string): void {
  const header = Buffer.alloc(100);
  const length = readStart(file, header, store);
  if (length === 0) {
    mustBeAlone(file, path, store);
    return;
  }
  const isDatabase = length === header.length && header.toString('latin1', 0, 16) === 'SQLite format 3\0';
  const application = header.readUInt32BE(68);
  if (!isDatabase || application !== applicationId) {
    if (wasCutWhileMade(path)) return;
    if (!isDatabase) throw problem('store/foreign', { store, found: 'not a database of SQLite' });
    throw problem('store/foreign', { store, found: `a database of something else, ${markOf(application)}` });
  }
  const found = header.readUInt32BE(60);
  if (found > schema.length) throw problem('store/newer', { store, found, known: schema.length });
}

/** Refuses a file of no bytes beside what is left of another one, unless another process has written it meanwhile. */
function mustBeAlone(file: HeldFile, path: string, store: string): void {
  const left = leftBesideEmpty(path);
  if (left !== undefined && file.size() === 0) {
    throw problem('store/cannot-open', { store, found: leftText(left) });
  }
}

/** What a database's `application_id` says of whose it is. */
export function markOf(application: number): string {
  const whose = application === 0 ? 'without a mark' : `with the mark 0x${application.toString(16)}`;
  return `${whose} in "application_id"`;
}

function readStart(file: HeldFile, into: Buffer, store: string): number {
  try {
    return file.read(into);
  } catch (cause) {
    const found = `its header cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw problem('store/io', { store, found }, cause as Error);
  }
}

/**
 * Whether a power cut ended the making of a file: there is a journal that leads back to a file without pages. SQLite goes back
 * there when it opens the file, which takes nothing away from anybody.
 */
function wasCutWhileMade(path: string): boolean {
  return pagesBefore(`${path}-journal`) === 0;
}

function mustBeWritable(path: string, store: string): void {
  if (!isWritable(path)) throw problem('store/read-only', { store });
}

/** Whether this process may write to a file or a folder. */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
