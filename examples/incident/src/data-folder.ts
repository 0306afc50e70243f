import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './options.ts';

/** Makes the folder for everything that an incident leaves behind; what cannot be made or written to is refused before anything starts. */
export function dataFolder(path: string): string {
  try {
    make(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`The folder "${path}" cannot be used: ${(error as Error).message}. Give another: --data DIR.`);
  }
  return path;
}

/** Folder by folder: where the system refuses one, as in `/proc`, Node's `recursive` tries for ever. */
function make(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) make(dirname(path));
  mkdirSync(path);
}
