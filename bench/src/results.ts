import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Reported } from './report.ts';
import type { Measurements } from './rounds.ts';
import { markdownTable } from './table.ts';

const folder = join(import.meta.dirname, '../results');

/** One run of the benchmark, as it is kept. */
export interface Results {
  readonly date: string;
  readonly rounds: number;
  readonly machine: Machine;
  readonly lines: readonly Reported[];
  readonly measurements: Measurements;
}

/** Writes the numbers as JSON and a page that shows them; returns the name of both. */
export function writeResults({ measurements, ...results }: Results): string {
  const name = `${results.date}-${slug(results.machine)}`;
  const samples = Object.fromEntries([...measurements].map(([each, runs]) => [each, Object.fromEntries(runs)]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ ...results, samples }, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.md`), page(results));
  return name;
}

function page({ date, rounds, machine, lines }: Omit<Results, 'measurements'>): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `| ${name} | ${version} |`);
  return `# Benchmark of ${date}

${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, each
contestant in a process of its own. Numbers are medians; a ratio is the median of the ratios of each round, with the
smallest and the largest.

${markdownTable(lines)}

| what | version |
| --- | --- |
${versions.join('\n')}
`;
}

function slug({ processor, cores }: Machine): string {
  const words = processor
    .toLowerCase()
    .replaceAll(/\(r\)|\(tm\)/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-');
  return `${words.replaceAll(/^-|-$/gu, '')}-${cores}-cores`;
}
