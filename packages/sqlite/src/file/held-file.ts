import { closeSync, fchmodSync, fstatSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';

/**
 * The file of a database, held for as long as a store of this process uses it.
 *
 * 1. Its descriptor is closed when the last of those stores is: to close any descriptor of a file lets go of every lock that
 *    the process has on it, and SQLite would lose those of its other connections.
 * 2. While it is held, no other file has its number; so it can be told whether another one lies at its path.
 */
export interface HeldFile {
  /** The device and the number of the file. */
  readonly name: string;
  /** Reads from the beginning; returns how much there was. */
  readonly read: (into: Buffer, from?: number) => number;
  /** How many bytes there are. */
  readonly size: () => number;
  /** Whether it is still what lies at its path, as far as that can be told. */
  readonly isInPlace: () => boolean;
  readonly release: () => void;
}

interface Held {
  readonly descriptor: number;
  users: number;
}

/** By the device and the number of a file. */
const held = new Map<string, Held>();

/** Holds a file, or says that there is nothing or no file to hold; an error of the system where it may not be read. */
export function holdFile(path: string): HeldFile | 'nothing' | 'no file' {
  const seen = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (seen === undefined) return 'nothing';
  if (!seen.isFile()) return 'no file';
  const known = held.get(nameOf(seen));
  const descriptor = known?.descriptor ?? openSync(path, 'r');
  const name = nameOf(known === undefined ? fstatSync(descriptor, { bigint: true }) : seen);
  const file = held.get(name) ?? { descriptor, users: 0 };
  held.set(name, file);
  file.users += 1;
  return {
    name,
    read: (into, from = 0) => readSync(descriptor, into, 0, into.length, from),
    size: () => fstatSync(descriptor).size,
    isInPlace: () => isAt(path, name),
    release() {
      file.users -= 1;
      if (file.users > 0) return;
      held.delete(name);
      closeSync(descriptor);
    },
  };
}

/** Makes an empty file that only those may read and write whom the mode says; one that is there stays as it is. */
export function makeFile(path: string, mode: number): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  try {
    // The mask of the process took some of it away.
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

function nameOf({ dev, ino }: BigIntStats): string {
  return `${dev} ${ino}`;
}

/** Whether the file of a name is what lies at a path. A disk that does not answer does not say that it is not. */
function isAt(path: string, name: string): boolean {
  try {
    return nameOf(statSync(path, { bigint: true })) === name;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
