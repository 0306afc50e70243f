import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The TypeScript snippets of a page, with the line each begins at. */
function snippetsOf(page: string): readonly { readonly line: number; readonly text: string }[] {
  const source = readFileSync(join(root, page), 'utf8');
  return Array.from(source.matchAll(/^```ts\n(?<text>[\s\S]*?)^```$/gmu), (match) => ({
    line: source.slice(0, match.index).split('\n').length + 1,
    text: match.groups?.['text'] ?? '',
  }));
}

/** Snippets that stand alone: those with an import. The others are parts of one. */
function modules(): readonly { readonly name: string; readonly text: string }[] {
  const pages = [
    'README.md',
    ...globSync('docs/*.md', { cwd: root }),
    ...globSync('packages/*/README.md', { cwd: root }),
  ];
  return pages.flatMap((page) =>
    snippetsOf(page)
      .filter(({ text }) => /^import /mu.test(text))
      .map(({ line, text }) => ({ name: `${page.replaceAll(/[/.]/gu, '-')}-${line}.ts`, text })),
  );
}

test('every snippet with imports in the README and the guides compiles', () => {
  const all = modules();
  expect(all.length).toBeGreaterThan(2);
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of all) writeFileSync(join(folder, name), `${text}\nexport {};\n`);
  const extend = { extends: '../../../tsconfig.json', include: ['*.ts'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(extend));
  let output = '';
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  expect(output).toBe('');
});
