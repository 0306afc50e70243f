import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { CommandError } from '../exit-code.ts';

/** The path of a file that the command line names to be read; a problem where it is not there, a folder, or not to be read. */
export function fileNamed({ folder }: Pick<Context, 'folder'>, name: string): string {
  const path = resolve(folder, name);
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) throw new CommandError(`There is no file "${name}".`);
  if (facts.isDirectory()) throw new CommandError(`"${name}" is a folder, and a file is needed.`);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new CommandError(`This user may not read "${name}".`, undefined, { cause: error });
  }
  return path;
}
