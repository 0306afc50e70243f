import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The compilers that consumers have, by the name under which each is installed here. */
export const compilers: readonly string[] = ['typescript', 'typescript-5'];

/** How a consumer compiles, with no settings of ours. */
export const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: [] };

/** What compiles, of a compiler. */
export function binaryOf(compiler: string): string {
  return join(createRequire(import.meta.url).resolve(`${compiler}/package.json`), '..', 'bin', 'tsc');
}
