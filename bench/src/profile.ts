// Where a job's time goes: `npm run profile -- <work>/<contestant> [size] [memory|sqlite]`.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runJob } from './run-job.ts';

/** What Node's profiler writes. */
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

const root = join(import.meta.dirname, '../..');

const [job = 'sequence/cairn', size = '1000', store = 'sqlite'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cairn-profile-'));
try {
  const given = { size: Number(size), store: store === 'memory' ? 'memory' : 'sqlite' } as const;
  const file = join(folder, 'cpuprofile.json');
  console.log(job, given, await runJob(job, given, { folder, quick: false }, file));
  show(JSON.parse(readFileSync(file, 'utf8')) as Profile);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function show(profile: Profile): void {
  const own = ownTimes(profile);
  const names = namesOf(profile);
  const total = [...own].reduce((sum, [id, time]) => sum + (names.get(id) === '(idle)' ? 0 : time), 0);
  const self = new Map<string, number>();
  for (const [id, time] of own) add(self, names.get(id) ?? '', time);
  console.log('\nself time');
  list(self, total, 35);
  console.log('\ntime with what is called');
  list(inclusive(profile, own, names), total, 45);
}

function ownTimes({ samples, timeDeltas }: Profile): Map<number, number> {
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  return own;
}

/** Each function once a stack, however often it calls itself. */
function inclusive({ nodes }: Profile, own: Map<number, number>, names: Map<number, string>): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const totals = new Map<string, number>();
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const name = names.get(id) ?? '';
    const within = new Set([...above, name]);
    const time = (byId.get(id)?.children ?? []).reduce((sum, child) => sum + visit(child, within), own.get(id) ?? 0);
    if (!above.has(name)) add(totals, name, time);
    return time;
  };
  visit(nodes[0]?.id ?? 1, new Set());
  return totals;
}

function list(times: Map<string, number>, total: number, count: number): void {
  const sorted = [...times].filter(([name]) => name !== '(idle)').toSorted((left, right) => right[1] - left[1]);
  for (const [name, time] of sorted.slice(0, count)) {
    console.log(
      `${((100 * time) / total).toFixed(1).padStart(5)} %  ${(time / 1_000).toFixed(0).padStart(6)} ms  ${name}`,
    );
  }
}

/** The name of each node of the tree; native code goes by the function that called it. */
function namesOf({ nodes }: Profile): Map<number, string> {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  for (const { id, children = [] } of nodes) {
    for (const child of children) if (names.get(child) === '') names.set(child, `native code of ${names.get(id)}`);
  }
  return names;
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '';
  const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url;
  return `${functionName === '' ? '(anonymous)' : functionName} ${path.replace(/^.*node_modules\//u, '')}:${lineNumber + 1}`;
}

function add(times: Map<string, number>, name: string, time: number): void {
  times.set(name, (times.get(name) ?? 0) + time);
}
