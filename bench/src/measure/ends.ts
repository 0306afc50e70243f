import type { Measured } from './job.ts';
import { median } from './median.ts';
import type { Duration } from './repeat.ts';

/** What a turn costs at the beginning of a conversation and at its end, in microseconds. */
export function ends(turns: readonly Duration[]): Measured {
  const count = Math.min(20, Math.floor(turns.length / 5));
  const [first, last] = [turns.slice(1, count + 1), turns.slice(-count)];
  return {
    first: 1_000 * median(first.map(({ wall }) => wall)),
    firstCpu: 1_000 * median(first.map(({ cpu }) => cpu)),
    last: 1_000 * median(last.map(({ wall }) => wall)),
    lastCpu: 1_000 * median(last.map(({ cpu }) => cpu)),
    mean: (1_000 * turns.reduce((sum, { wall }) => sum + wall, 0)) / turns.length,
  };
}
