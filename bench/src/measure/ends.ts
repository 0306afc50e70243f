import type { Measured } from './job.ts';
import { median } from './median.ts';

/** What a turn costs at the beginning of a conversation and at its end, in microseconds, from the milliseconds of all turns. */
export function ends(turns: readonly number[]): Measured {
  const count = Math.min(20, Math.floor(turns.length / 5));
  return {
    first: 1_000 * median(turns.slice(1, count + 1)),
    last: 1_000 * median(turns.slice(-count)),
    mean: (1_000 * turns.reduce((sum, each) => sum + each, 0)) / turns.length,
  };
}
