import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as core from '@cairn/core';
import * as inspect from '@cairn/core/inspect';
import * as store from '@cairn/core/store';
import * as sqlite from '@cairn/sqlite';
import * as testing from '@cairn/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { binaryOf, compilerOptions, compilers } from './compilers.ts';
import { packedProject, run, writeJson, type PackedProject } from './packed-project.ts';
import { pagesIn } from './pages.ts';

const packages = ['core', 'sqlite', 'testing', 'drawing', 'studio', 'cli', 'langchain'];
const program = 'program.ts';
const beside = 'with-langchain.ts';
/** What has functions, by the name that imports it. */
const entries = {
  '@cairn/core': core,
  '@cairn/core/store': store,
  '@cairn/core/inspect': inspect,
  '@cairn/sqlite': sqlite,
  '@cairn/testing': testing,
};
let installed: PackedProject;
let project: string;

beforeAll(() => {
  installed = packedProject(packages, { zod: '^4.0.0' });
  project = installed.folder;
  writeJson(join(project, 'tsconfig.json'), { compilerOptions, files: [program] });
  for (const file of [program, beside]) copyFileSync(join(import.meta.dirname, file), join(project, file));
});

afterAll(() => installed[Symbol.dispose]());

test('a program runs on the packed packages', () => {
  const output = run(process.execPath, [program], project);
  expect(output).toBe('ok\n');
});

test('a program that uses LangChain runs on the packed packages, and is accepted', () => {
  expect(run(process.execPath, [beside], project)).toBe('Hello there ok\n');
  const options = ['--module', 'nodenext', '--target', 'esnext', '--strict', '--noEmit', '--skipLibCheck'];
  const typescript = [binaryOf('typescript'), '--ignoreConfig', ...options, '--types', '', beside];
  expect(run(process.execPath, typescript, project)).toBe('');
});

test.each(compilers)('a program is accepted by %s with no settings of ours', (compiler) => {
  const output = run(process.execPath, [binaryOf(compiler), '-p', project], project);
  expect(output).toBe('');
});

test.each(compilers)(
  'graphs and what calls give are exported from a library whose declarations %s emits',
  (compiler) => {
    const library = join(project, `library-${compiler}`);
    const out = join(library, 'out');
    mkdirSync(out, { recursive: true });
    copyFileSync(join(import.meta.dirname, 'library/library.ts'), join(library, 'library.ts'));
    writeFileSync(join(library, 'calls.ts'), everyCall());
    const user = readFileSync(join(import.meta.dirname, 'library/user.ts'), 'utf8');
    writeFileSync(join(out, 'user.ts'), user.replace('./library.ts', './library.js'));
    const emitted = { ...compilerOptions, noEmit: false, declaration: true, outDir: 'out' };
    writeJson(join(library, 'tsconfig.json'), { compilerOptions: emitted, files: ['library.ts', 'calls.ts'] });
    writeJson(join(out, 'tsconfig.json'), { compilerOptions, files: ['user.ts'] });
    const built = run(process.execPath, [binaryOf(compiler), '-p', library], project);
    const used = run(process.execPath, [binaryOf(compiler), '-p', out], project);
    expect(built + used).toBe('');
  },
);

test.each(packages)(
  '@cairn/%s brings a page for people and one for coding agents, and every link in its pages leads on',
  (name) => {
    const found = pagesIn(join(project, 'node_modules/@cairn', name));
    expect(found).toEqual({ pages: ['README.md', 'SKILL.md'], dead: [] });
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

/** A module that exports what each function of each entry gives, and each member of a runtime and of a thread: the compiler names it there. */
function everyCall(): string {
  const calls = Object.entries(entries).map(([specifier, entry], at) => {
    const functions = Object.keys(entry).filter(
      (name) => /^[a-z]/u.test(name) && typeof Reflect.get(entry, name) === 'function',
    );
    const exported = functions.map(
      (name) =>
        `export const of${at}_${name} = (...given: Parameters<typeof m${at}.${name}>) => m${at}.${name}(...given);`,
    );
    return [`import * as m${at} from '${specifier}';`, ...exported];
  });
  const hello = core.graph({ name: 'hello', state: {}, start: 'end', nodes: { end: { final: true } } });
  const cairn = core.open({ store: core.memory(), graphs: [hello] });
  const members = Object.entries({ Cairn: cairn, Thread: cairn.thread(hello, 'any') }).map(([type, instance]) =>
    membersOf(instance).map((name) => `export const of${type}_${name} = (it: m0.${type}) => it.${name};`),
  );
  return [...calls, ...members].flat().join('\n');
}

/** The names of what an instance of a class has. */
function membersOf(instance: object): readonly string[] {
  const names = [...Object.getOwnPropertyNames(Object.getPrototypeOf(instance)), ...Object.keys(instance)];
  return names.filter((name) => name !== 'constructor');
}
