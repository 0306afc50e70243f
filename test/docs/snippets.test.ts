import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namedModules } from './named-modules.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
const pages = ['README.md', ...globSync(['docs/*.md', 'packages/*/{README,SKILL}.md'], { cwd: root })];

/** The guides whose snippets run as they are, and print what their comments say. */
const running = [
  'docs/authoring.md',
  'docs/types.md',
  'docs/recipes.md',
  'docs/observing.md',
  'docs/resume.md',
  'docs/langchain.md',
  'docs/side-tables.md',
  'docs/langgraph.md',
  'docs/time-travel.md',
  'docs/replay.md',
];

beforeAll(() => {
  for (const page of pages) {
    const place = placeOf(page);
    mkdirSync(place, { recursive: true });
    for (const [name, text] of namedModules(read(page))) writeFileSync(join(place, name), text);
    for (const { file, text } of snippetsOf(page)) writeFileSync(file, `${text}\nexport {};\n`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every snippet with imports in the README and the guides compiles', () => {
  expect(pages.flatMap(snippetsOf).length).toBeGreaterThan(2);
  const extend = { extends: '../../../tsconfig.json', include: ['**/*.ts'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(extend));
  let output = '';
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  expect(output).toBe('');
});

test.each(running)('what stands alone in %s runs, and prints what its comments say', (page) => {
  const snippets = snippetsOf(page);
  expect(snippets).not.toEqual([]);
  for (const { file, text } of snippets) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: placeOf(page), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const told = Array.from(
      text.matchAll(/^console\.log\(.*\); \/\/ (?<said>.+)$/gmu),
      ({ groups }) => groups?.['said'],
    );
    expect(told).not.toEqual([]);
    expect(stdout.trimEnd().split('\n')).toEqual(told);
  }
});

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** Where the modules and the snippets of a page are written. */
function placeOf(page: string): string {
  return join(folder, page.replaceAll(/[/.]/gu, '-'));
}

/** The snippets of a page that stand alone: those with an import. The others are parts of one. */
function snippetsOf(page: string): readonly { readonly file: string; readonly text: string }[] {
  const source = read(page);
  return Array.from(source.matchAll(/^```ts\n(?<text>[\s\S]*?)^```$/gmu), (match) => ({
    file: join(placeOf(page), `line-${source.slice(0, match.index).split('\n').length + 1}.ts`),
    text: match.groups?.['text'] ?? '',
  })).filter(({ text }) => /^import /mu.test(text));
}
