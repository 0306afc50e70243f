import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, memory, open } from '@cairn/core';
import { powerCuts, virtualClock, type Cut } from '@cairn/testing';
import { randomSaga, sagaIn, World, type RandomSaga } from './random-saga.ts';

interface Ended {
  readonly outcome: string;
  readonly done: readonly string[];
  readonly undone: readonly string[];
}

/** How a saga ended that lost its power at a write, and went on in another process. */
async function played(world: World, random: RandomSaga, cut: Cut | undefined): Promise<Ended> {
  const graph = sagaIn(world, random);
  expect(check(graph)).toEqual([]);
  const store = memory();
  const clock = virtualClock();
  const dying = powerCuts(store, cut);
  const first = open({ store: dying, graphs: [graph], clock });
  const starting = first.start(graph, { task: {} }, { id: 'a' }).catch(() => undefined);
  await clock.advance(`${random.callOff ?? 0}s`);
  const thread = await starting;
  // Where it is called off too late or twice, that is refused, or taken once.
  const callOff = async (of: typeof thread): Promise<void> => {
    if (random.callOff !== undefined) await of?.send('callOff', { by: 'ada' }, { id: 'off' }).catch(() => undefined);
  };
  void callOff(thread);
  await clock.advance('1h');
  const later = virtualClock(clock.now() + 60_000);
  const second = open({ store, graphs: [graph], clock: later });
  const again = await second.start(graph, { task: {} }, { id: 'a' });
  if (dying.isOut) void callOff(again);
  await later.advance('1h');
  const ended = await again.settled();
  await second.close();
  const { done, undone } = ended.state;
  return { outcome: ended.status === 'done' ? ended.outcome : ended.status, done, undone };
}

function possible({ steps, callOff }: RandomSaga): readonly string[] {
  if (steps.some(({ way }) => way !== 'good' && way !== 'slow')) return ['allUndone'];
  return callOff === undefined ? ['allDone'] : ['allDone', 'allUndone'];
}

function needsOf({ steps }: RandomSaga, step: string): readonly string[] {
  const at = Number(step.slice(1));
  return (steps[at]?.needs ?? []).filter((need) => need < at).map((need) => `s${need}`);
}

const cuts = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 40 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
);

test('what was done is undone, in reverse and each once, whatever fails, whenever it is called off or the power goes', async () => {
  await fc.assert(
    fc.asyncProperty(randomSaga, cuts, async (random, cut) => {
      const world = new World();
      const { outcome, done, undone } = await played(world, random, cut);
      expect(outcome).toBeOneOf(possible(random));
      expect(world.made.size).toBe(outcome === 'allDone' ? random.steps.length : 0);
      expect(new Set(world.takenBack).size).toBe(world.takenBack.length);
      expect(world.takenBack.length === 0 || outcome === 'allUndone').toBe(true);
      const orderly = outcome === 'allDone' ? [] : done.toReversed();
      expect(undone.filter((step) => done.includes(step))).toEqual(orderly);
      expect(undone.filter((step, at) => needsOf(random, step).some((need) => undone.indexOf(need) < at))).toEqual([]);
    }),
    { numRuns: 120 },
  );
});
