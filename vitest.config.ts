import { defineConfig } from 'vitest/config';
import { exclude, include, unsteadyMemory } from './test/stores/on-an-unsteady-store.ts';

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'cairn',
          include: [
            'packages/*/test/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'bench/test/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: 0,
        },
      },
      {
        plugins: [unsteadyMemory()],
        test: {
          name: 'unsteady store',
          include: [...include],
          exclude: Object.keys(exclude),
          setupFiles: ['test/stores/name-the-seed.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: 0,
        },
      },
    ],
  },
});
