import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problem } from '@cairn/core/store';
import { applicationId, schema } from './schema.ts';

/** Refuses a path that cannot hold a database, or holds something else; reads the bare bytes, so nothing is touched. */
export function inspect(path: string, store: string, readOnly: boolean): void {
  const refuse = (found: string) => problem('store/cannot-open', { store, found });
  const folder = dirname(path);
  if (!existsSync(folder)) throw refuse(`its folder "${folder}" does not exist; make it first`);
  if (!existsSync(path)) {
    if (readOnly) throw refuse('it does not exist, and "readOnly" makes no file');
    mustBeWritable(folder, store);
    return;
  }
  if (!statSync(path).isFile()) throw refuse('it is not a file');
  readHeader(path, store, refuse);
  if (!readOnly) {
    mustBeWritable(path, store);
    mustBeWritable(folder, store);
  }
}

function readHeader(path: string, store: string, refuse: (found: string) => Error): void {
  const header = Buffer.alloc(100);
  const length = readStart(path, header, refuse);
  if (length === 0) return;
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0' || length < header.length) {
    throw problem('store/foreign', { store, found: 'not a database of SQLite' });
  }
  const application = header.readUInt32BE(68);
  if (application !== applicationId) {
    const whose = application === 0 ? 'without a mark' : `with the mark 0x${application.toString(16)}`;
    throw problem('store/foreign', { store, found: `a database of something else, ${whose} in "application_id"` });
  }
  const found = header.readUInt32BE(60);
  if (found > schema.length) throw problem('store/newer', { store, found, known: schema.length });
}

function readStart(path: string, into: Buffer, refuse: (found: string) => Error): number {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw refuse(`this process may not read it (${(cause as NodeJS.ErrnoException).code})`);
  }
  try {
    return readSync(file, into);
  } finally {
    closeSync(file);
  }
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
