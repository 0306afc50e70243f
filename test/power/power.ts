import fc from 'fast-check';
import { expect } from 'vitest';
import type { Cut } from '@cairn/testing';
import { expectSameEnd, uncut, type Kept } from './cuts.ts';
import type { Scenario } from './scenario.ts';

/** Cuts the power at every write in turn. */
export async function expectSurvivesEachCut(scenario: Scenario, kept: () => Kept, when: Cut['when']): Promise<void> {
  const { end, writes } = await uncut(scenario, kept());
  expect(writes).toBeGreaterThan(scenario.leastWrites);
  for (let at = 1; at <= writes; at += 1) await expectSameEnd(scenario, kept(), [{ at, when }], end);
}

/** Cuts the power several times, at random writes. */
export async function expectSurvivesManyCuts(scenario: Scenario, kept: () => Kept, seed: number): Promise<void> {
  const { end, writes } = await uncut(scenario, kept());
  const cut = fc.record({
    at: fc.integer({ min: 1, max: Math.ceil(writes / 2) }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });
  const law = fc.asyncProperty(fc.array(cut, { minLength: 2, maxLength: 4 }), async (cuts) => {
    await expectSameEnd(scenario, kept(), cuts, end);
  });
  await fc.assert(law, { seed, numRuns: 40 });
}
