import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programs } from './programs.ts';

const bench = join(import.meta.dirname, '../../..');
const builder = join(bench, '../node_modules/tsdown/dist/run.mjs');
const published = ['core', 'sqlite', 'drawing', 'studio', 'cli'] as const;
const others = [
  'better-sqlite3',
  'xstate',
  '@langchain/langgraph',
  '@langchain/core',
  '@langchain/langgraph-checkpoint-sqlite',
];

/** What the packages need that are published, by which of them has it. */
const needed = { '@stricli/core': 'cli', '@dagrejs/dagre': 'drawing' };

/** The folder of a project that has the built packages and the peers installed, and the programs beside them. */
export function consumerIn(folder: string): string {
  return join(folder, 'consumer');
}

/** Makes it. */
export function makeConsumer(folder: string): void {
  const consumer = consumerIn(folder);
  const modules = join(consumer, 'node_modules');
  for (const name of published) publish(name, join(modules, '@cairn', name));
  for (const name of others) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(realpathSync(join(bench, 'node_modules', name)), join(modules, name), 'dir');
  }
  for (const [name, by] of Object.entries(needed)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(realpathSync(join(bench, '../packages', by, 'node_modules', name)), join(modules, name), 'dir');
  }
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(consumer, `${name}.mjs`), text);
}

/** A package as it is published: built, with the exports that lead there. */
function publish(name: string, to: string): void {
  const from = join(bench, '../packages', name);
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    readonly publishConfig: { readonly exports?: object };
  };
  const args = [builder, '--out-dir', join(to, 'dist'), '--no-publint', '--no-attw'];
  execFileSync(process.execPath, args, { cwd: from, stdio: 'ignore' });
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }));
}
