// `pnpm bench`: Cairn beside others, on the same work, in one run.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine } from './machine.ts';
import { readOptions, usage } from './options.ts';
import { report } from './report.ts';
import { writeResults } from './results.ts';
import { measure } from './rounds.ts';
import { plainTable } from './table.ts';

const options = readOptions(process.argv.slice(2));
if (options === undefined) {
  console.error(usage);
  process.exit(2);
}
const { cases, rounds, quick, timing, write } = options;
const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
try {
  const measurements = await measure(cases, { rounds, quick, folder, say: (line) => console.error(line) });
  const lines = report(cases, measurements, timing);
  console.log(plainTable(lines));
  const date = new Date().toISOString().slice(0, 10);
  if (write)
    console.error(`written: bench/results/${writeResults({ date, rounds, machine: machine(), lines, measurements })}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
