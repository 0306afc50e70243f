// Programs that the type checker is asked about.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);

/** The module of the definitions, for programs that are written elsewhere. */
export function definition(name: string): string {
  return JSON.stringify(join(import.meta.dirname, '../../src/definition', name));
}

/** The schemas that programs use. */
export const zod = JSON.stringify(require.resolve('zod'));

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'es2024',
  lib: ['es2024', 'dom'],
  module: 'nodenext',
  // What Cairn's own sources are written against, so that only the program is complained of, wherever it stands.
  types: ['node'],
  typeRoots: [join(dirname(require.resolve('@types/node/package.json')), '..')],
};

/** What the type checker says of a program. */
export async function typeCheck(folder: string, name: string, program: string, ...flags: string[]): Promise<string> {
  const project = join(folder, `${name}.json`);
  await writeFile(join(folder, `${name}.ts`), program);
  await writeFile(project, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--project', project, ...flags]);
    return stdout;
  } catch (error) {
    // It ends with a code where something is wrong.
    return (error as { stdout: string }).stdout;
  }
}
