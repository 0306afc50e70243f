import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';

const require = createRequire(import.meta.url);

/** Where the numbers came from. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** This machine, and the versions that are compared. */
export function machine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release().replace(/[^\d.].*$/u, '')}`,
    versions: {
      node: process.versions.node,
      SQLite: sqliteVersion(),
      ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    },
  };
}

const packages = [
  'better-sqlite3',
  'xstate',
  '@langchain/langgraph',
  '@langchain/core',
  '@langchain/langgraph-checkpoint-sqlite',
  'zod',
];

function sqliteVersion(): string {
  const db = new Sqlite(':memory:');
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get();
  db.close();
  return version ?? 'unknown';
}

function versionOf(name: string): string {
  for (let folder = dirname(require.resolve(name)); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.name === name) return manifest.version ?? 'unknown';
  }
  return 'unknown';
}

function readManifest(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}
