import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a folder that are databases of Cairn's. */
export function databasesIn(folder: string): readonly string[] {
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
