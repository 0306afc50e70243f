import type { Case, Run } from './case.ts';
import type { Measured } from './measure/job.ts';
import { runJob, type Surroundings } from './run-job.ts';

/** What each run of a case measured in each round; a round in which it failed is missing. */
export type Samples = ReadonlyMap<string, readonly (Measured | undefined)[]>;

/** Samples by the name of the case. */
export type Measurements = ReadonlyMap<string, Samples>;

/** How a benchmark is run. */
export interface Rounds extends Surroundings {
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Runs cases round by round, each run in its own process, in another order each round, so that a slow minute hits all alike. */
export async function measure(cases: readonly Case[], options: Rounds): Promise<Measurements> {
  const samples = new Map(cases.map((each) => [each.name, new Map<string, (Measured | undefined)[]>()]));
  const prepared = new Set<string>();
  for (const { runs } of cases) for (const run of runsOf(runs, options.quick)) await prepare(run, prepared, options);
  for (let round = 0; round < options.rounds; round++) {
    for (const { name, runs } of cases) {
      options.say(`round ${round + 1} of ${options.rounds}: ${name}`);
      for (const run of rotated(runsOf(runs, options.quick), round)) {
        const measured = await attempt(run.job, run, options);
        const kept = samples.get(name)?.get(run.id) ?? [];
        kept[round] = measured;
        samples.get(name)?.set(run.id, kept);
      }
    }
  }
  return samples;
}

async function prepare(run: Run, prepared: Set<string>, options: Rounds): Promise<void> {
  const key = `${run.before} ${run.size}`;
  if (run.before === undefined || prepared.has(key)) return;
  prepared.add(key);
  options.say(`preparing: ${key}`);
  await attempt(run.before, run, options);
}

function runsOf(runs: readonly Run[], quick: boolean): readonly Run[] {
  return runs.filter(({ slow = false }) => !quick || !slow);
}

async function attempt(job: string, run: Run, options: Rounds): Promise<Measured | undefined> {
  try {
    return await runJob(job, run, options);
  } catch (error) {
    options.say(`failed: ${job} (${run.id}): ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}
