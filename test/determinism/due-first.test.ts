import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, compile, type Input, type Snapshot } from '@cairn/core';
import { advanceBy } from '../../packages/core/src/advance/advance.ts';
import { timersOf } from '../../packages/core/src/advance/timers.ts';
import { parts, type Part } from './parts.ts';
import { graphOf } from './random-graph.ts';
import { codec, walk } from './walk.ts';

/** What may come to a thread that waited. */
const inputs: readonly Input[] = [
  { type: 'event', name: 'go', payload: { n: 1 } },
  { type: 'answer', key: 'name', value: 'Ada' },
  { type: 'resume' },
  { type: 'edit', update: { plain: { seen: 4, story: [] } } },
  { type: 'cancel', reason: 'enough' },
];

/** States in the middle of random walks, each with what comes to it later. */
function* later(given: readonly Part[], seed: number): Generator<{ snapshot: Snapshot; input: Input; due: number }> {
  let at = seed;
  for (const { after } of walk(given, seed, 40)) {
    const { snapshot } = after;
    if (snapshot.seq === 0) continue;
    const input = inputs[(at += 1) % inputs.length] as Input;
    yield { snapshot, input, due: snapshot.time + (at % 4) * 2_000 };
  }
}

/** Where a thread stands, without what its failures say of the code that they went through. */
function shown({ seq, transitions, cancelled, lanes }: Snapshot): unknown {
  const facts = lanes.all().map(({ path, node, phase, entered, attempt, due, fork, values, local }) => {
    return { path, node, phase, entered, attempt, due, values, local, by: fork?.by, at: fork?.at };
  });
  return { seq, transitions, cancelled, facts: facts.toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
}

test('an input that comes late leads where the timers lead that were due before it, in order, and then it', () => {
  let overdue = 0;
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (given, seed) => {
      const plan = compile(graphOf(given, { pause: () => undefined, answersNow: () => true }));
      for (const { snapshot, input, due: now } of later(given, seed)) {
        const timers = timersOf(plan, snapshot).filter(({ at }) => at <= now);
        overdue += timers.length;
        const surroundings = { now, codec };
        let before = snapshot;
        for (const { lane, name } of timers) {
          before = advanceBy(plan, before, { type: 'timer', lane, name }, surroundings).snapshot;
        }
        const expected = advanceBy(plan, before, input, surroundings);
        const found = advance(plan, snapshot, input, surroundings);
        assert.equal(found.refused?.message, expected.refused?.message);
        assert.deepEqual(shown(found.snapshot), shown(expected.snapshot));
        // Whichever of the timers is told of, those before it are taken first.
        for (const { lane, name } of timers.slice(1)) {
          const told = advance(plan, snapshot, { type: 'timer', lane, name }, surroundings);
          assert.equal(told.rows[0]?.lane, timers[0]?.lane);
        }
      }
    }),
    { seed: 20_261_128, numRuns: 150 },
  );
  expect(overdue).toBeGreaterThan(100);
});
