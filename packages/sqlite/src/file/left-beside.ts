import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** What the names of the files end with that SQLite keeps beside a database: its log, the journal of a transaction, the log's index. */
export const endsBeside = ['-wal', '-journal', '-shm'] as const;

/**
 * The file beside a path without a database that SQLite would take for part of whichever database comes to lie there, or take
 * away: what is written there would be a mixture of two, and what was committed to the other one would be lost. An empty one
 * holds nothing, and an index is made anew.
 */
export function leftBeside(path: string): string | undefined {
  return [`${path}-wal`, `${path}-journal`].find((each) => sizeOf(each) > 0);
}

/** The same for a database of no bytes, beside which the process that makes it may have its journal. */
export function leftBesideEmpty(path: string): string | undefined {
  if (sizeOf(`${path}-wal`) > 0) return `${path}-wal`;
  return (pagesBefore(`${path}-journal`) ?? 0) > 0 ? `${path}-journal` : undefined;
}

/** What is said of such a file. */
export function leftText(left: string): string {
  return `"${left}" is there, a part of a database that is not; put it back beside that one, or remove it`;
}

/** How a journal begins, up to the number of pages that the file had when it was begun. */
const journalMark = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);

/** How many pages the file had to which a journal leads back; undefined where it leads nowhere, or is none. */
export function pagesBefore(journal: string): number | undefined {
  const start = Buffer.alloc(20);
  try {
    const descriptor = openSync(journal, 'r');
    try {
      if (readSync(descriptor, start) < start.length) return undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
  return start.subarray(0, journalMark.length).equals(journalMark) ? start.readUInt32BE(16) : undefined;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
