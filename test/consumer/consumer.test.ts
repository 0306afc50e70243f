import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const packages = ['core', 'sqlite', 'testing'];
const program = 'program.ts';
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cairn-consumer-'));
  run('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], root);
  for (const name of packages) run('pnpm', ['pack', '--pack-destination', project], join(root, 'packages', name));
  writeProject();
  run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile', '--reporter=silent'], project);
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

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

/** A project that knows nothing of this repository but the packed packages. */
function writeProject(): void {
  const tarballs = readdirSync(project).filter((file) => file.endsWith('.tgz'));
  const dependencies = Object.fromEntries(
    packages.map((name) => [`@cairn/${name}`, `file:${tarballs.find((file) => file.startsWith(`cairn-${name}-`))}`]),
  );
  const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: [] };
  writeJson('package.json', { name: 'consumer', private: true, type: 'module', dependencies });
  // The packages are not published yet, so what they ask of each other is answered by the same tarballs.
  writeJson('pnpm-workspace.yaml', { overrides: dependencies, allowBuilds: { 'better-sqlite3': false } });
  writeJson('tsconfig.json', { compilerOptions, files: [program] });
  copyFileSync(join(import.meta.dirname, program), join(project, program));
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(join(project, file), JSON.stringify(value, null, 2));
}

/** What the command wrote; its output is in the error when it fails. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
