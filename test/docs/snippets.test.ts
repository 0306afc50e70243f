import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOf, readPage, snippetsOf, textsIn, writePage, type Snippet } from './pages.ts';

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
  'docs/configuration.md',
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
  'docs/from-xstate.md',
  'docs/drawing.md',
  'docs/studio.md',
  'docs/patterns.md',
  'docs/patterns-judging.md',
  'docs/patterns-people.md',
  'docs/patterns-work.md',
  'docs/patterns-teams.md',
  'docs/patterns-beside.md',
];

beforeAll(() => {
  for (const page of pages) writePage(page, folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every snippet with imports in the README and the guides compiles', () => {
  expect(pages.flatMap((page) => snippetsOf(page, folder)).length).toBeGreaterThan(2);
  const extend = { extends: '../../../tsconfig.json', include: ['**/*.ts'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(extend));
  let output = '';
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  expect(output).toBe('');
  // A compiler over all that the guides say: on a machine with other work that takes minutes.
});

test.each(running)('what stands alone in %s runs, and prints what its comments say', (page) => {
  const snippets = snippetsOf(page, folder);
  expect(snippets).not.toEqual([]);
  // LangGraph sets up async context for all of LangChain in its process: nobody else is to lean on that.
  for (const ofLangGraph of [true, false]) {
    const together = snippets.filter(({ text }) => isOfLangGraph(text) === ofLangGraph);
    expect(printedBy(together, placeOf(page, folder))).toEqual(together.map(({ text }) => toldIn(text)));
  }
});

test('each concept of LangGraph stands beside its counterpart, which prints the same', () => {
  const sections = readPage(paired).split(/^## /mu);
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
  // A snippet that waits for ever is ended, and told by its signal.
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: place,
    encoding: 'utf8',
    timeout: 240_000,
  });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
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
