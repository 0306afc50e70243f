// How costs grow: `npm run curves -- [--quick] [--once] [--cpu]` draws each curve and writes a page of them to bench/results.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine } from './machine.ts';
import type { Measured } from './measure/job.ts';
import { median } from './measure/median.ts';
import { svgPlot } from './plot.ts';
import { runJob } from './run-job.ts';

interface Curve {
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly sizes: readonly number[];
  readonly work: string;
  readonly contestants: readonly (keyof typeof colours)[];
}

const colours = { raw: '#888888', xstate: '#2a9d8f', langgraph: '#e07a2f', cairn: '#2b59c3' };
const names = { raw: 'raw SQLite', xstate: 'XState', langgraph: 'LangGraph.js', cairn: 'Cairn' };

/** Beyond this size, by what was found out, others take minutes. */
const largestOfOthers = 1_000;

const curves: readonly Curve[] = [
  {
    name: 'transitions',
    title: 'A transition, by the length of the thread',
    x: 'transitions in one thread',
    sizes: [10, 100, 1_000, 10_000, 100_000],
    work: 'sequence',
    contestants: ['raw', 'xstate', 'langgraph', 'cairn'],
  },
  {
    name: 'lanes',
    title: 'A lane, by how many are opened at once',
    x: 'lanes of one fork',
    sizes: [10, 100, 1_000, 4_000, 10_000],
    work: 'fan-out',
    contestants: ['raw', 'langgraph', 'cairn'],
  },
  {
    name: 'state',
    title: 'A transition, by the size of a state that stays as it is',
    x: 'bytes of state',
    sizes: [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
    work: 'large-state',
    contestants: ['raw', 'cairn'],
  },
  {
    name: 'threads',
    title: 'A thread of five steps, by how many there are',
    x: 'threads, 50 at a time',
    sizes: [1, 10, 100, 1_000, 10_000, 100_000],
    work: 'threads',
    contestants: ['raw', 'xstate', 'langgraph', 'cairn'],
  },
];

const quick = process.argv.includes('--quick');
/** Times of the processor instead of the clock, for a busy machine. */
const metric = process.argv.includes('--cpu') ? 'usCpu' : 'us';
const rounds = quick || process.argv.includes('--once') ? 1 : 3;
const results = join(import.meta.dirname, '../results');
const folder = mkdtempSync(join(tmpdir(), 'cairn-curves-'));
try {
  mkdirSync(results, { recursive: true });
  const parts: string[] = [];
  for (const curve of curves) parts.push(await drawn(curve));
  writeFileSync(join(results, 'curves.md'), page(parts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Measures a curve, draws it, and returns its part of the page. */
async function drawn({ name, title, x, sizes, work, contestants }: Curve): Promise<string> {
  const found = new Map<keyof typeof colours, (readonly [number, number])[]>();
  for (const size of quick ? sizes.slice(0, -1) : sizes) {
    for (const contestant of contestants) {
      if (contestant === 'langgraph' && size > largestOfOthers) continue;
      const points = found.get(contestant) ?? [];
      points.push([size, await measured(`${work}/${contestant}`, size)]);
      found.set(contestant, points);
    }
    console.error(`${name}: ${size}`);
  }
  const series = [...found].map(([each, points]) => ({ name: names[each], colour: colours[each], points }));
  writeFileSync(join(results, `curve-${name}.svg`), svgPlot({ title, x, y: 'µs', series }));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    row([x, ...contestants.map((each) => names[each])]),
    row(['---:', ...contestants.map(() => '---:')]),
    ...sizes.map((size) => row([size.toLocaleString('en'), ...contestants.map((each) => at(found.get(each), size))])),
  ];
  return `## ${title}\n\n![${title}](curve-${name}.svg)\n\nMicroseconds, on SQLite:\n\n${table.join('\n')}\n`;
}

async function measured(job: string, size: number): Promise<number> {
  const runs: Measured[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push(await runJob(job, { size, store: 'sqlite' }, { folder, quick: true }));
  return median(runs.map((run) => run[metric] ?? Number.NaN));
}

function at(points: readonly (readonly [number, number])[] = [], size: number): string {
  const value = points.find(([each]) => each === size)?.[1];
  return value === undefined ? '' : Number(value.toPrecision(3)).toLocaleString('en');
}

function page(parts: readonly string[]): string {
  const { processor, cores, memoryGiB, system, versions } = machine();
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# How costs grow

${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}. ${listed.join(', ')}. Each point is the median of ${rounds}
${rounds === 1 ? 'process' : 'processes'}. A level line is a cost that stays the same, however much there is.

${parts.join('\n')}`;
}
