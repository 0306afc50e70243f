import type { Given, Job } from '../../measure/job.ts';
import { job as inserts } from '../sequence/raw.ts';
import { job as transitions } from '../sequence/cairn.ts';

/** A transition in memory, one on SQLite, and a bare insert of the same row, in one and the same process. */
export const job: Job = async (given) => {
  const insert = await inserts(given);
  const memory = await transitions({ ...given, store: 'memory' } satisfies Given);
  const sqlite = await transitions({ ...given, store: 'sqlite' } satisfies Given);
  const all = Object.entries({ insert, memory, sqlite });
  return Object.fromEntries(
    all.flatMap(([name, { us, usCpu }]) => [
      [name, us ?? Number.NaN],
      [`${name}Cpu`, usCpu ?? Number.NaN],
    ]),
  );
};
