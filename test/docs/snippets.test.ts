import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namedModules } from './named-modules.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
const pages = ['README.md', ...globSync(['docs/*.md', 'packages/*/{README,SKILL}.md'], { cwd: root })];

/** The guide that has each concept twice. */
const paired = 'docs/from-langgraph.md';

/** The guides whose snippets run as they are, and print what their comments say. */
const running = [
  'docs/authoring.md',
  'docs/types.md',
  'docs/statecharts.md',
  'docs/scxml.md',
  'docs/recipes.md',
  'docs/observing.md',
  'docs/lanes.md',
  'docs/resume.md',
  'docs/langchain.md',
  'docs/memory.md',
  'docs/side-tables.md',
  'docs/langgraph.md',
  paired,
  'docs/time-travel.md',
  'docs/replay.md',
  'docs/xstate.md',
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
  // LangGraph sets up async context for all of LangChain in its process: nobody else is to lean on that.
  for (const ofLangGraph of [true, false]) {
    const together = snippets.filter(({ text }) => isOfLangGraph(text) === ofLangGraph);
    expect(printedBy(together, placeOf(page))).toEqual(together.map(({ text }) => toldIn(text)));
  }
});

test('each concept of LangGraph stands beside its counterpart, which prints the same', () => {
  const sections = read(paired).split(/^## /mu);
  const pairs = sections.map(textsIn).filter((texts) => texts.length > 0);
  expect(pairs.length).toBeGreaterThan(15);
  for (const pair of pairs) {
    expect(pair.map(isOfLangGraph)).toEqual([true, false]);
    const [there = '', here = ''] = pair;
    expect(toldIn(here)).toEqual(toldIn(there));
  }
});

/** What each snippet prints, line by line; they run one after another in one process. */
function printedBy(snippets: readonly Snippet[], place: string): readonly (readonly string[])[] {
  if (snippets.length === 0) return [];
  const files = snippets.map(({ file }) => file);
  const program = 'for (const file of process.argv.slice(1)) { await import(file); console.log("\\0"); }';
  const args = ['--input-type=module', '-e', program, ...files];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: place, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .split('\0\n')
    .slice(0, -1)
    .map((printed) => printed.trimEnd().split('\n'));
}

/** What a snippet says that it prints. */
function toldIn(text: string): readonly string[] {
  const told = Array.from(
    text.matchAll(/^console\.log\(.*\); \/\/ (?<said>.+)$/gmu),
    ({ groups }) => groups?.['said'] ?? '',
  );
  expect(told).not.toEqual([]);
  return told;
}

function isOfLangGraph(text: string): boolean {
  return text.includes("from '@langchain/langgraph");
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** Where the modules and the snippets of a page are written. */
function placeOf(page: string): string {
  return join(folder, page.replaceAll(/[/.]/gu, '-'));
}

interface Snippet {
  readonly file: string;
  readonly text: string;
}

/** The snippets of a page that stand alone: those with an import. The others are parts of one. */
function snippetsOf(page: string): readonly Snippet[] {
  const source = read(page);
  return textsIn(source).map((text) => ({
    file: join(placeOf(page), `line-${source.slice(0, source.indexOf(text)).split('\n').length}.ts`),
    text,
  }));
}

function textsIn(source: string): readonly string[] {
  const texts = Array.from(
    source.matchAll(/^```ts\n(?<text>[\s\S]*?)^```$/gmu),
    ({ groups }) => groups?.['text'] ?? '',
  );
  return texts.filter((text) => /^import /mu.test(text));
}
