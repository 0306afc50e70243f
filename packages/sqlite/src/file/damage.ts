import { closeSync, openSync, readSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { HeldFile } from './held-file.ts';

/**
 * Whether what SQLite calls damage is damage. It gives a read that the disk refused the same name as a structure that does not
 * hold: damage is what is still there when every byte can be read.
 */
export function isDamaged(db: Database, file: HeldFile | undefined): boolean {
  return isReadable(db.name, file) && checkOf(db, 'quick_check').length > 0;
}

/** What a database file begins with. */
const beginning = Buffer.from('SQLite format 3\0', 'latin1');

/** Whether a file begins as a database does, which it does from its making on. A disk that does not answer does not say that it does not. */
export function beginsAsDatabase(file: HeldFile): boolean {
  const found = Buffer.alloc(beginning.length);
  try {
    return file.read(found) === found.length && found.equals(beginning);
  } catch {
    return true;
  }
}

/**
 * Whether a database that is damaged is so as a whole: its beginning was overwritten, or it is shorter than that says. What
 * moves a log into the file writes the beginning first, so that alone is no damage.
 */
export function isRuined(file: HeldFile): boolean {
  const header = Buffer.alloc(32);
  try {
    if (!beginsAsDatabase(file) || file.read(header) < header.length) return true;
    const page = header.readUInt16BE(16);
    return file.size() < header.readUInt32BE(28) * (page === 1 ? 65_536 : page);
  } catch {
    return false;
  }
}

/** Whether every byte of a database and its log can be read. */
export function isReadable(path: string, file: HeldFile | undefined): boolean {
  if (file === undefined) return true;
  try {
    readAll((block, from) => file.read(block, from));
    const log = openSync(`${path}-wal`, 'r');
    try {
      readAll((block, from) => readSync(log, block, 0, block.length, from));
    } finally {
      closeSync(log);
    }
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function readAll(read: (into: Buffer, from: number) => number): void {
  const block = Buffer.allocUnsafe(1 << 20);
  for (let from = 0; ;) {
    const count = read(block, from);
    if (count === 0) return;
    from += count;
  }
}

/** What one of SQLite's checks finds; damage that is too bad for the check ends it. */
export function checkOf(db: Database, check: 'quick_check' | 'integrity_check'): readonly string[] {
  try {
    const found = db.prepare<[], string>(`PRAGMA ${check}`).pluck().all();
    return found.filter((line) => line !== 'ok');
  } catch (error) {
    if (isCalledDamage(error)) return [error.message];
    throw error;
  }
}

/** Whether an error is one that SQLite has for damage. */
export function isCalledDamage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^SQLITE_(?:CORRUPT|NOTADB)/u.test(String(error.code));
}
