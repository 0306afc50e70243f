// What a start costs: `node bench/src/starts.ts [times] [--keep]` measures programs on the packages as they are published, as whole
// processes, each time after one of bare Node, and counts what each loads. Counts do not depend on what else the machine does.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { consumerIn, makeConsumer } from './jobs/cold/consumer.ts';
import { machine } from './machine.ts';
import { median } from './measure/median.ts';
import { freshFile } from './measure/scratch.ts';

const preload = pathToFileURL(join(import.meta.dirname, '../../packages/cli/test/loaded-files.mjs')).href;
const results = join(import.meta.dirname, '../results');
const words = process.argv.slice(2);
const times = Number(words.find((word) => /^\d+$/u.test(word)) ?? 21);

const folder = mkdtempSync(join(tmpdir(), 'cairn-starts-'));
try {
  makeConsumer(folder);
  const table = measured();
  console.log(table);
  if (words.includes('--keep')) keep(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The arguments of Node by program, all but the first of which are measured over that. */
function programs(): Readonly<Record<string, () => readonly string[]>> {
  const consumer = consumerIn(folder);
  const listed = freshFile(folder);
  const bin = join(consumer, 'node_modules/@cairn/cli/dist/cairn.js');
  start([join(consumer, 'cairn-sqlite.mjs'), listed]);
  const onFile = (name: string) => () => [join(consumer, `${name}.mjs`), freshFile(folder)];
  return {
    'bare Node': onFile('node'),
    'better-sqlite3, one row': onFile('raw'),
    '`cairn --help`': () => [bin, '--help'],
    '`cairn thread list`': () => [bin, 'thread', 'list', '--db', listed],
    'core and SQLite, one node': onFile('cairn-sqlite'),
  };
}

function measured(): string {
  const all = Object.entries(programs());
  const spent = new Map<string, number[]>(all.map(([name]) => [name, []]));
  // The first time is for caches of files, and for the compiled code that the command keeps.
  for (let time = 0; time <= times; time++) {
    for (const [name, args] of all) {
      const given = args();
      const began = performance.now();
      start(given);
      if (time > 0) spent.get(name)?.push(performance.now() - began);
    }
  }
  const [bare = []] = spent.values();
  const rows = all.map(([name, args]) => {
    const over = spent.get(name)?.map((each, at) => each - (bare[at] ?? Number.NaN)) ?? [];
    const { files, bytes, builtins } = counted(args());
    const time = name === 'bare Node' ? `${median(bare).toFixed(1)} in all` : median(over).toFixed(1);
    return `| ${name} | ${time} | ${files} | ${Math.round(bytes / 1_000)} | ${builtins} |`;
  });
  return [
    '| program | ms over bare Node | files | kB of source | modules of Node |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

function counted(args: readonly string[]): Readonly<Record<'files' | 'bytes' | 'builtins', number>> {
  const list = join(folder, 'loaded.txt');
  rmSync(list, { force: true });
  start(['--import', preload, ...args], { LOADED_FILES: list });
  const loaded = readFileSync(list, 'utf8').trim().split('\n');
  const files = loaded.filter((name) => name.startsWith('file:'));
  const bytes = files.reduce((sum, file) => sum + statSync(fileURLToPath(file)).size, 0);
  return { files: files.length, bytes, builtins: loaded.filter((name) => name.startsWith('NativeModule ')).length };
}

/** Runs Node to its end, with a folder for caches that nobody else uses. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const given = { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...env };
  execFileSync(process.execPath, args, { cwd: folder, env: given, stdio: ['ignore', 'pipe', 'inherit'] });
}

function keep(table: string): void {
  const { processor, cores, memoryGiB, system, versions } = machine();
  const date = new Date().toISOString().slice(0, 10);
  const load = loadavg().map((each) => each.toFixed(1));
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'starts.md'),
    `# What a start costs, ${date}

${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; Node ${versions['node']}, better-sqlite3 ${versions['better-sqlite3']}, SQLite ${versions['SQLite']}. Medians of ${times} whole
processes each, one after another; the load of the machine at the end was ${load.join(', ')} over one, five and fifteen minutes.

${table}
`,
  );
}
