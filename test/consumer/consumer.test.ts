import { copyFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packedProject, run, writeJson, type PackedProject } from './packed-project.ts';

const packages = ['core', 'sqlite', 'testing', 'cli'];
const program = 'program.ts';
let installed: PackedProject;
let project: string;

beforeAll(() => {
  installed = packedProject(packages);
  project = installed.folder;
  const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: [] };
  writeJson(join(project, 'tsconfig.json'), { compilerOptions, files: [program] });
  copyFileSync(join(import.meta.dirname, program), join(project, program));
}, 300_000);

afterAll(() => installed[Symbol.dispose]());

test('a program runs on the packed packages', () => {
  const output = run(process.execPath, [program], project);
  expect(output).toBe('ok\n');
});

test.each(['typescript', 'typescript-5'])('a program is accepted by %s with no settings of ours', (compiler) => {
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`);
  const tsc = join(manifest, '..', 'bin', 'tsc');
  const output = run(process.execPath, [tsc, '-p', project], project);
  expect(output).toBe('');
});

test.each(packages)(
  '@cairn/%s brings a page for people and one for coding agents, and every link in its pages leads on',
  (name) => {
    const folder = join(project, 'node_modules/@cairn', name);
    const pages = globSync('{README,SKILL}.md', { cwd: folder });
    expect(pages.toSorted()).toEqual(['README.md', 'SKILL.md']);
    const links = [...pages, ...globSync('docs/**/*.md', { cwd: folder })].flatMap((page) =>
      linksOf(join(folder, page)),
    );
    expect(links.filter((file) => !existsSync(file))).toEqual([]);
  },
);

test('a problem names a page that is installed with it, and a heading on it', () => {
  writeFileSync(
    join(project, 'page.mjs'),
    `import { memory, open } from '@cairn/core';
     try { open({ store: memory(), graphs: [], lease: 'soon' }); } catch (problem) { console.log(problem.page); }`,
  );
  const [file = '', heading = ''] = run(process.execPath, ['page.mjs'], project).trim().split('#');
  const page = createRequire(join(project, 'page.mjs')).resolve(file);
  expect(readFileSync(page, 'utf8')).toContain(`\n## ${heading}\n`);
});

/** The files that a page links to. */
function linksOf(page: string): readonly string[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?<file>[^)#:]+)(?:#[^)]*)?\)/gu);
  return Array.from(links, ({ groups }) => join(dirname(page), groups?.['file'] ?? ''));
}
