import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many bytes packages and all that they depend on take, without those that are left out. */
export function installedBytes(packages: readonly string[], from: string, without: readonly string[] = []): number {
  const found = new Set<string>();
  for (const name of packages) follow(name, from, new Set(without), found);
  return [...found].reduce((sum, folder) => sum + bytesIn(folder), 0);
}

function follow(name: string, from: string, without: ReadonlySet<string>, found: Set<string>): void {
  const folder = folderOf(name, from);
  if (folder === undefined || without.has(name) || found.has(folder)) return;
  found.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const dependency of Object.keys(dependencies)) follow(dependency, folder, without, found);
}

function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(path)) return realpathSync(path);
    if (folder === dirname(folder)) return undefined;
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return sum;
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}
