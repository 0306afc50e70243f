import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemSentence } from '../system-error.ts';

/** The files of a folder that are databases of Cairn's. */
export function databasesIn(folder: string): readonly string[] {
  return candidatesIn(folder).filter((file) => isCairns(join(folder, file)) === true);
}

/** The files of a folder of which it cannot be told whether they are databases of Cairn's, and why. */
export function unreadableIn(folder: string): readonly { readonly file: string; readonly why: string }[] {
  return candidatesIn(folder).flatMap((file) => {
    const why = isCairns(join(folder, file));
    return typeof why === 'string' ? [{ file, why }] : [];
  });
}

function candidatesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.db'))
    .toSorted();
}

/** Whether a file is a database of SQLite with Cairn's mark; reads its first bytes only. A sentence where it cannot be read. */
function isCairns(path: string): boolean | string {
  const header = Buffer.alloc(72);
  try {
    // To open a pipe takes as long as nobody writes to it.
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, 'r');
    try {
      readSync(file, header);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'EISDIR' ? false : (systemSentence(error) ?? String(error));
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header.toString('latin1', 68, 72) === 'CAIR';
}
