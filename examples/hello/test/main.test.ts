import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test.each([
  { who: [], greeting: 'Hello, Ada!\n' },
  { who: ['Grace'], greeting: 'Hello, Grace!\n' },
])('it greets $who', async ({ who, greeting }) => {
  expect(await promisify(execFile)(process.execPath, [main, ...who])).toEqual({ stdout: greeting, stderr: '' });
});
