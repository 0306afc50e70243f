import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { checksBySeed } from './test/checks/by-seed.ts';
import { LongestFirst } from './test/longest-first.ts';
import { exclude, include, unsteadyMemory } from './test/stores/on-an-unsteady-store.ts';

/** What a program of a test compiled serves the others. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

/** How long is waited, in milliseconds: as long as a machine may take that is busy with other things. Nothing is tried again. */
const patience = { testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 60_000 } }, retry: 0 };

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
          ...patience,
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
          ...patience,
        },
      },
    ],
  },
});
