import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from './alone.ts';

const root = join(import.meta.dirname, '..', '..');

/** A project that knows nothing of this repository but the packed packages, and what else it depends on. */
export interface PackedProject extends Disposable {
  readonly folder: string;
}

/** Builds and packs packages, and installs them in a new folder outside the repository. */
export function packedProject(
  packages: readonly string[],
  others: Readonly<Record<string, string>> = {},
): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-packed-'));
  // Two builds at once would take each other's files away.
  alone(join(root, 'node_modules', '.packing'), () => {
    run('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], root);
    for (const name of packages) run('pnpm', ['pack', '--pack-destination', folder], join(root, 'packages', name));
  });
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const own = Object.fromEntries(
    packages.map((name) => [`@cairn/${name}`, `file:${tarballs.find((file) => file.startsWith(`cairn-${name}-`))}`]),
  );
  const dependencies = { ...own, ...others };
  writeJson(join(folder, 'package.json'), { name: 'consumer', private: true, type: 'module', dependencies });
  // The packages are not published yet, so what they ask of each other is answered by the same tarballs.
  writeJson(join(folder, 'pnpm-workspace.yaml'), { overrides: own, allowBuilds: { 'better-sqlite3': false } });
  run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile', '--reporter=silent'], folder);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes a value as JSON. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}

/** What the command wrote; its output is in the error when it fails. */
export function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
