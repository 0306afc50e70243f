import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

let number = 0;

/** A path for a database of this process that is not there yet. */
export function freshFile(folder: string): string {
  return join(folder, `${process.pid}-${++number}.db`);
}

/** Removes a database, and says how many bytes it had; it must be closed. */
export function drop(file: string): number {
  const { size } = statSync(file);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return size;
}
