import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { checksBySeed } from './test/checks/by-seed.ts';
import { LongestFirst } from './test/longest-first.ts';
import { exclude, include, unsteadyMemory } from './test/stores/on-an-unsteady-store.ts';

/** What a program of a test compiled serves the others. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    globalSetup: ['test/built/build.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [checksBySeed()],
        test: {
          name: 'cairn',
          env,
          include: [
            'packages/*/test/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'bench/test/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // What a page comes to is waited for as long as a busy machine may take for it.
          expect: { poll: { timeout: 30_000 } },
          retry: 0,
        },
      },
      {
        plugins: [checksBySeed(), unsteadyMemory()],
        test: {
          name: 'unsteady store',
          env,
          include: [...include],
          exclude: Object.keys(exclude),
          setupFiles: ['test/stores/name-the-seed.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          retry: 0,
        },
      },
    ],
  },
});
