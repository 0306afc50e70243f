import fc from 'fast-check';
import { expect } from 'vitest';
import type { Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { difference, hasCut, laneLogs } from './lane-logs.ts';
import { eventfulParts } from './parts.ts';
import { play } from './play.ts';

/** Such a share of the cases has to come to rows in another order, or the schedules are not random enough. */
const leastReordered = 0.4;

/** How many random graphs are run, by two schedules each. */
export interface Cases {
  readonly count: number;
  readonly seed: number;
}

/** Checks that the same results give the same lane logs and the same final state, whatever the timing. */
export async function expectSameWhateverTheTiming(open: () => Store, { count, seed }: Cases): Promise<void> {
  let reordered = 0;
  const law = fc.asyncProperty(eventfulParts, fc.integer(), async (given, schedule) => {
    const one = await play(given, schedule, open());
    const two = await play(given, schedule + 1, open());
    const logs = [laneLogs(one.rows), laneLogs(two.rows)] as const;
    expect(difference(...logs)).toBeUndefined();
    expect(two.end).toBe(one.end);
    if (!logs.some(hasCut)) expect(two.counts).toBe(one.counts);
    reordered += Number(orderOf(one.rows) !== orderOf(two.rows));
  });
  await fc.assert(law, { seed, numRuns: count });
  expect(reordered).toBeGreaterThan(leastReordered * count);
}

function orderOf(rows: readonly Row[]): string {
  return rows.map(({ lane }) => lane).join();
}
