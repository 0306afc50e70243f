import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sentences } from '../../packages/core/src/base/problem/problems.ts';
import { mistakeCodes } from '../../packages/core/src/compile/mistake.ts';

const root = join(import.meta.dirname, '../..');
const codes = Object.keys(sentences);

function read(...patterns: readonly string[]): string {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
}

/** The headings of a page about a subject's problems, each with the text below it. */
function sectionsOf(subject: string): ReadonlyMap<string, string> {
  const [, ...sections] = read(`docs/problems/${subject}.md`).split(/^## /mu);
  return new Map(sections.map((section) => [section.split('\n', 1)[0]?.trim() ?? '', section]));
}

const subjects = globSync('docs/problems/*.md', { cwd: root }).map((page) => basename(page, '.md'));
const pages = new Map(subjects.map((subject) => [subject, sectionsOf(subject)]));

describe('every problem', () => {
  test.each(codes)('%s has a heading on the page that it leads to', (code) => {
    const [subject = '', name = ''] = code.split('/');
    expect([...(pages.get(subject)?.keys() ?? [])]).toContain(name);
    expect(pages.get(subject)?.get(name)?.length).toBeGreaterThan(100);
  });

  const tests = read('{packages,examples}/*/test/**/*.ts', 'test/**/*.ts', 'packages/testing/src/conformance/*.ts');

  test.each(codes)('%s is raised by a test', (code) => {
    expect(tests.includes(`'${code}'`)).toBe(true);
  });

  const sources = read('packages/*/src/**/*.ts')
    .replace(read('packages/core/src/base/problem/problems.ts'), '')
    .replace(read('packages/core/src/base/problem/problem-facts.ts'), '');

  test.each(codes)('%s is raised by the sources', (code) => {
    expect(sources.includes(`'${code}'`)).toBe(true);
  });
});

test.each(mistakeCodes)('the mistake %s of a graph has a heading', (code) => {
  expect([...(pages.get('graph')?.keys() ?? [])]).toContain(code);
});

test.each(subjects)('every heading on the page "%s" is a problem that there is', (subject) => {
  const known = codes.filter((code) => code.startsWith(`${subject}/`)).map((code) => code.slice(subject.length + 1));
  const headings = [...(pages.get(subject)?.keys() ?? [])];
  expect(headings.filter((name) => !known.includes(name) && !(subject === 'graph' && isMistake(name)))).toEqual([]);
});

function isMistake(name: string): boolean {
  return mistakeCodes.some((code) => code === name);
}
