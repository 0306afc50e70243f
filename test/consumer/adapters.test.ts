import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from '../docs/pages.ts';
import { binaryOf, compilerOptions, compilers } from './compilers.ts';
import { packedProject, run, writeJson, type PackedProject } from './packed-project.ts';
import { pagesIn } from './pages.ts';

const adapters = ['langchain', 'langgraph'];
const program = 'adapters.ts';
/** The pages whose programs need nothing but these packages. */
const guides = ['docs/langchain.md', 'docs/langgraph.md', 'docs/memory.md', 'docs/from-langgraph.md'];
let installed: PackedProject;
let project: string;

beforeAll(() => {
  const peers = {
    '@langchain/core': '1.4.0',
    '@langchain/langgraph': '1.7.3',
    '@langchain/langgraph-checkpoint': '^1.2.2',
  };
  installed = packedProject(['core', 'sqlite', ...adapters], { ...peers, zod: '^4.0.0' });
  project = installed.folder;
  copyFileSync(join(import.meta.dirname, 'adapters', program), join(project, program));
});

afterAll(() => installed[Symbol.dispose]());

test('a program runs on the packed packages, and on the peers that they name', () => {
  const output = run(process.execPath, [program], project);
  expect(output).toBe('Gladly. | one | You said: one | two | You said: two | three | You said: three\n');
});

test.each(compilers)('a program is accepted by %s, which emits its declarations', (compiler) => {
  // Declarations of LangChain's name what only browsers and Node have.
  const options = {
    ...compilerOptions,
    skipLibCheck: true,
    noEmit: false,
    declaration: true,
    outDir: `out-${compiler}`,
  };
  writeJson(join(project, 'tsconfig.json'), { compilerOptions: options, files: [program] });
  const output = run(process.execPath, [binaryOf(compiler), '-p', project], project);
  expect(output).toBe('');
});

test.each(compilers)('the programs of the guides are accepted by %s with no settings but "strict"', (compiler) => {
  const guided = join(project, 'guides');
  for (const page of guides) writePage(page, guided);
  const options = { ...compilerOptions, skipLibCheck: true };
  writeJson(join(guided, 'tsconfig.json'), { compilerOptions: options, include: ['**/*.ts'] });
  expect(run(process.execPath, [binaryOf(compiler), '-p', guided], project)).toBe('');
});

test.each(adapters)(
  '@cairn/%s brings a page for people and one for coding agents, and every link in its pages leads on',
  (name) => {
    const found = pagesIn(join(project, 'node_modules/@cairn', name));
    expect(found).toEqual({ pages: ['README.md', 'SKILL.md'], dead: [] });
  },
);
