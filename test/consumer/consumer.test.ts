import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packedProject, run, writeJson, type PackedProject } from './packed-project.ts';

const packages = ['core', 'sqlite', 'testing'];
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
