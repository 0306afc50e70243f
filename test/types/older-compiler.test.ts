// The types of a graph hold for the oldest compiler that is promised, not only for the one that checks this repository.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('what graphs infer, and refuse, TypeScript 5.9 infers and refuses too', () => {
  const tsc = join(createRequire(import.meta.url).resolve('typescript-5/package.json'), '../bin/tsc');
  const folder = mkdtempSync(join(import.meta.dirname, '.older-'));
  try {
    const include = [join(root, 'packages/core/test/definition/*.test-d.ts')];
    const project = join(folder, 'tsconfig.json');
    writeFileSync(project, JSON.stringify({ extends: join(root, 'tsconfig.json'), include, exclude: [] }));
    expect(said(tsc, '--noEmit', '-p', project)).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function said(...args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
