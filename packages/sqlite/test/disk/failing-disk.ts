import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folder, sharedFolder } from '../folder.ts';

/** What a program asks of a disk. */
type DiskCall = keyof typeof calls;

const calls = { write: 1, read: 2, sync: 4, truncate: 8, open: 16 };

/** Which calls fail, and how. */
export interface Failure {
  readonly error: 'ENOSPC' | 'EIO' | 'EMFILE' | 'EDQUOT';
  readonly calls: readonly DiskCall[];
  /** So many go well before the first that fails; none by default. */
  readonly skip?: number;
  /** So many fail; all by default. */
  readonly times?: number;
  /** One in so many fails, at random. */
  readonly oneIn?: number;
  /** What is written is there in half before it fails. */
  readonly tear?: boolean;
}

/** A disk under the files of one path, which fails when it is told to. */
export interface FailingDisk {
  /** What a program that uses this disk has in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly fail: (failure: Failure) => void;
  readonly work: () => void;
  /** How many calls failed since it was told to fail. */
  readonly failed: () => number;
}

/** The library that goes under programs; undefined where none can be made. */
export function diskLibrary(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const library = join(sharedFolder(), 'failing-disk.so');
  const source = join(import.meta.dirname, 'failing-disk.c');
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'pipe' });
    return library;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a disk for the files whose path has a part in it, a database with its log and index for one. */
export function failingDisk(library: string, path: string): FailingDisk {
  const plan = join(folder(), 'plan');
  writeFileSync(plan, Buffer.alloc(32));
  const file = openSync(plan, 'r+');
  onTestFinished(() => closeSync(file));
  const write = (...values: readonly number[]): void =>
    void writeSync(file, Buffer.from(Int32Array.from(values).buffer), 0, null, 0);
  return {
    environment: { LD_PRELOAD: library, FAILING_PATH: path, FAILING_PLAN: plan },
    fail({ error, calls: failing, skip = 0, times = 0, oneIn = 0, tear = false }) {
      const mask = failing.reduce((sum, call) => sum | calls[call], 0);
      write(0, mask, skip, times, oneIn, tear ? 1 : 0, 0, 0);
      write(constants.errno[error]);
    },
    work: () => write(0),
    failed() {
      const found = new Int32Array(8);
      readSync(file, found, 0, 32, 0);
      return found[7] ?? 0;
    },
  };
}
