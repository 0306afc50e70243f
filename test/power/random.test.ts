import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memory } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { parts } from '../determinism/parts.ts';
import { play } from '../determinism/play.ts';
import { leaseOver, repeatedSteps } from './cuts.ts';

const seed = Number(process.env['CAIRN_SEED'] ?? 20_260_505);
const cases = Number(process.env['CAIRN_CASES'] ?? 200);

const cut = fc.record({
  at: fc.integer({ min: 1, max: 40 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});
const cuts = fc.array(cut, { minLength: 1, maxLength: 3 });
const keep = fc.constantFrom({}, {}, { keep: 4 }, { keep: 12 });

/** So many cuts a case have to happen at least; the others come after the end of a short thread. */
const leastCuts = 0.8;

test('a random thread comes to the same end when the power goes out at random', async () => {
  let [happened, shortened] = [0, 0];
  const law = fc.asyncProperty(parts, fc.integer(), cuts, keep, async (given, schedule, all, kept) => {
    const { end } = await play(given, schedule, memory());
    const disk = memory();
    let now = virtualClock().now();
    for (const [index, each] of all.entries()) {
      const dying = powerCuts(disk, each);
      const clock = virtualClock(now);
      await play(given, schedule + 1 + index, dying, { clock, ...kept }).catch((error: unknown) => {
        // Whoever sent something then may hear that nobody knows whether it was taken.
        if (!dying.isOut) throw error;
      });
      happened += Number(dying.isOut);
      now = clock.now() + leaseOver;
    }
    const again = await play(given, schedule, disk, { clock: virtualClock(now), ...kept });
    shortened += Number((again.rows[0]?.seq ?? 1) > 1);
    expect(again.end).toBe(end);
    expect(repeatedSteps(again.rows)).toEqual([]);
  });
  await fc.assert(law, { seed, numRuns: cases });
  expect(happened).toBeGreaterThan(leastCuts * cases);
  expect(shortened).toBeGreaterThan(cases / 20);
});
