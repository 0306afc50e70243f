import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { buildPage, builtPage } from './page.ts';

beforeAll(buildPage);

test('what is loaded first takes at most 120 KB, compressed', () => {
  const html = readFileSync(join(builtPage, 'index.html'), 'utf8');
  const first = [
    'index.html',
    ...[...html.matchAll(/(?:src|href)="\.\/(?<file>[^"]+)"/gu)].map((found) => found.groups?.file ?? ''),
  ];
  const bytes = first.map((file) => gzipSync(readFileSync(join(builtPage, file))).length);
  expect(first.length).toBeGreaterThan(2);
  expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(120 * 1024);
});

test('the whole page takes at most 1 MB', () => {
  const files = readdirSync(builtPage, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).length);
  expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(1024 * 1024);
});
