import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const seeded = fileURLToPath(new URL('seeded-fast-check.ts', import.meta.url));

/**
 * Has `fast-check` begin with the seed that is told, where one is: `CAIRN_SEED`, and on a machine that judges a commit (`CI`) always the
 * same, so that the same commit is judged the same. Everywhere else each run tries something new, and names its seed where it fails.
 */
export function checksBySeed(): Plugin {
  return {
    name: 'checks-by-seed',
    enforce: 'pre',
    resolveId: (source, importer) => (source === 'fast-check' && importer !== seeded ? seeded : undefined),
  };
}
