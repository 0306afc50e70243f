import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Job, Measured } from '../../measure/job.ts';
import { median } from '../../measure/median.ts';
import { outputOf } from '../../run-job.ts';
import { source } from './source.ts';

const require = createRequire(import.meta.url);

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'es2023',
  lib: ['es2023', 'dom'],
  module: 'nodenext',
  types: [],
};

/** What checking the types of one graph costs, above one that has only its end. */
export const job: Job = async ({ size, folder, quick }) => {
  const [empty, whole] = [project(folder, 0), project(folder, size)];
  const runs: Measured[] = [];
  for (let time = 0; time < (quick ? 1 : 3); time++) runs.push(difference(await checked(empty), await checked(whole)));
  return {
    ms: median(runs.map(({ ms }) => ms ?? Number.NaN)),
    instantiations: (runs[0]?.['instantiations'] ?? Number.NaN) / size,
  };
};

function project(folder: string, size: number): string {
  const own = mkdtempSync(join(folder, 'types-'));
  writeFileSync(join(own, 'graph.ts'), source(size));
  writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['graph.ts'] }));
  return own;
}

async function checked(folder: string): Promise<Measured> {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const output = await outputOf([tsc, '--project', folder, '--extendedDiagnostics', '--singleThreaded']);
  const numberOf = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'mu').exec(output)?.[1]);
  return { ms: 1_000 * numberOf('Check time'), instantiations: numberOf('Instantiations') };
}

function difference(less: Measured, more: Measured): Measured {
  return Object.fromEntries(Object.entries(more).map(([name, value]) => [name, value - (less[name] ?? Number.NaN)]));
}
