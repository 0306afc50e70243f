// The public API of each package as one committed file, api/<package>.d.ts, taken from the built declarations, so that
// every change of it shows in review. Reads what `pnpm build` wrote; with --check nothing is written and a difference fails.

import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');

const reports = new Map(
  globSync('packages/*/package.json', { cwd: root })
    .filter(isPublic)
    .map((manifest) => basename(dirname(manifest)))
    .toSorted()
    .map((name) => [`${name}.d.ts`, report(name)]),
);
const stale = globSync('api/*.d.ts', { cwd: root }).filter((file) => !reports.has(file.slice('api/'.length)));

const changed = [...reports].filter(([file, text]) => committed(file) !== text).map(([file]) => `api/${file}`);
if (isCheck) {
  for (const file of [...changed, ...stale]) console.error(`${file} differs from the built package.`);
  if (changed.length + stale.length > 0) console.error('If the change is meant, run "pnpm api" and commit it.');
  process.exitCode = changed.length + stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(join(root, 'api'), { recursive: true });
  for (const [file, text] of reports) writeFileSync(join(root, 'api', file), text);
  for (const file of stale) rmSync(join(root, file));
  console.log(changed.length + stale.length === 0 ? 'No change.' : [...changed, ...stale].join('\n'));
}

function isPublic(manifest: string): boolean {
  const { private: isPrivate } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as { private?: boolean };
  return isPrivate !== true;
}

function report(name: string): string {
  const dist = join(root, 'packages', name, 'dist');
  const files = globSync('**/*.d.ts', { cwd: dist }).toSorted();
  if (files.length === 0) throw new Error(`packages/${name} is not built: run "pnpm build" first.`);
  return files.map((file) => `// ${file}\n\n${declarations(join(dist, file))}\n`).join('\n');
}

function declarations(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/^\/\/# sourceMappingURL=.*$/gmu, '')
    .trim();
}

function committed(file: string): string | undefined {
  const path = join(root, 'api', file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
