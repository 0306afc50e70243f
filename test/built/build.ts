import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { code, exportedSources } from '../../tsdown.shared.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Builds the code of every package whose sources changed into its folder `built`, as it is published, for the programs that tests start:
 * such a one loads a few files in place of hundreds. Tests themselves run the sources. Runs once, before all tests.
 */
export default async function buildPackages(): Promise<void> {
  for (const folder of globSync('packages/*', { cwd: root }).toSorted()) await buildPackage(join(root, folder));
}

async function buildPackage(folder: string): Promise<void> {
  const stamp = join(folder, 'built', 'sources.txt');
  const wanted = sourcesOf(folder);
  if (textOf(stamp) === wanted) return;
  const command = join('src', 'cairn.ts');
  const outDir = `built-${process.pid}`;
  const entry = folder.endsWith('cli') ? { cairn: command } : exportedSources(folder);
  await build({ ...code, config: false, cwd: folder, entry, outDir, dts: false, sourcemap: false });
  for (const [config, part] of pages)
    if (existsSync(join(folder, config))) buildPage(folder, config, join(folder, outDir, part));
  writeFileSync(join(folder, outDir, 'sources.txt'), wanted);
  rmSync(join(folder, 'built'), { recursive: true, force: true });
  renameSync(join(folder, outDir), join(folder, 'built'));
}

/** What vite builds, and where it is put beside the code. */
const pages = [
  ['vite.config.ts', 'page'],
  ['vite.file.config.ts', 'file'],
] as const;

/** Builds a page that a package serves or writes. */
function buildPage(folder: string, config: string, outDir: string): void {
  const args = ['build', '--logLevel', 'warn', '--config', config, '--outDir', outDir];
  execFileSync(join(folder, 'node_modules', '.bin', 'vite'), args, { cwd: folder, stdio: 'inherit' });
}

/** A hash of all that decides what is built. */
function sourcesOf(folder: string): string {
  const hash = createHash('sha256');
  const shared = ['tsdown.shared.ts', 'tsconfig.json', 'tsconfig.src.json', 'pnpm-lock.yaml'];
  const own = globSync(['src/**/*.{ts,tsx,css,html}', 'vite*.config.ts'], { cwd: folder }).toSorted();
  const files = [
    ...shared.map((file) => join(root, file)),
    ...['package.json', ...own].map((file) => join(folder, file)),
  ];
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
