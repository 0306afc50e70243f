import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snippetsOf, writePage } from '../docs/pages.ts';
import { binaryOf, compilerOptions, compilers } from './compilers.ts';
import { packedProject, run, writeJson, type PackedProject } from './packed-project.ts';
import { pagesIn } from './pages.ts';

const packages = ['patterns', 'config'];
const program = 'patterns.ts';
/** The pages whose programs need nothing but these packages. */
const guides = ['patterns', 'patterns-judging', 'patterns-teams', 'patterns-work'].map((page) => `docs/${page}.md`);
let installed: PackedProject;
let project: string;

beforeAll(() => {
  installed = packedProject(['core', ...packages], { zod: '^4.0.0' });
  project = installed.folder;
  copyFileSync(join(import.meta.dirname, 'patterns', program), join(project, program));
});

afterAll(() => installed[Symbol.dispose]());

test('a pattern of each wing and a graph from configuration run on the packed packages', () => {
  const outcomes = 'verified allowed accepted allDone end complete agreed done whole approved end';
  expect(run(process.execPath, [program], project)).toBe(`${outcomes}\n`);
});

test.each(compilers)('they are accepted by %s, which emits their declarations', (compiler) => {
  const options = { ...compilerOptions, noEmit: false, declaration: true, outDir: `out-${compiler}` };
  writeJson(join(project, 'tsconfig.json'), { compilerOptions: options, files: [program] });
  expect(run(process.execPath, [binaryOf(compiler), '-p', project], project)).toBe('');
});

test.each(compilers)(
  'the programs of the guides are accepted by %s with "strict", and imports of files by their names',
  (compiler) => {
    const guided = join(project, 'guides');
    for (const page of guides) writePage(page, guided);
    // Files of a program are imported by the names they have, as the guide of types says.
    const options = { ...compilerOptions, allowImportingTsExtensions: true };
    writeJson(join(guided, 'tsconfig.json'), { compilerOptions: options, include: ['**/*.ts'] });
    expect(run(process.execPath, [binaryOf(compiler), '-p', guided], project)).toBe('');
  },
);

test.each([...guides, 'docs/patterns-people.md'])('the programs of %s run on the packed packages', (page) => {
  const folder = join(project, 'run');
  writePage(page, folder);
  const programs = snippetsOf(page, folder);
  expect(programs.length).toBeGreaterThan(0);
  // Each says something: what it says is held by the test of the guides.
  for (const { file } of programs) expect(run(process.execPath, [file], project)).not.toBe('');
});

test.each(packages)(
  '@cairn/%s brings a page for people and one for coding agents, and every link in its pages leads on',
  (name) => {
    const found = pagesIn(join(project, 'node_modules/@cairn', name));
    expect(found).toEqual({ pages: ['README.md', 'SKILL.md'], dead: [] });
  },
);
