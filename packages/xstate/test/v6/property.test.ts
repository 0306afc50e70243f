import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draft, events, type Draft } from '../engine/random-machine.ts';
import { Pair } from './pair.ts';
import { machineOf } from './random-machine.ts';

type Doing = { readonly send: string } | { readonly wait: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

const forgets = expect.stringContaining('XState has no child of its id') as unknown;

function expectSame(pair: Pair): void {
  const [original, engine] = pair.both;
  expect(engine).toEqual(original);
  expect(pair.engineEmitted).toEqual(pair.emitted);
}

/** Goes on until the script ends, or the machine. The engine refuses a step in which XState forgets an actor, and no other. */
function follow(given: Draft, script: readonly Doing[], count: () => void): void {
  const pair = new Pair(() => machineOf(given));
  const look = (): void => {
    expectSame(pair);
    count();
  };
  const acts = script.map((each) => (): void => {
    if ('wait' in each) return pair.wait(each.wait, look);
    pair.send({ type: each.send });
    return look();
  });
  const start = (): void => {
    pair.start();
    look();
  };
  for (const act of [start, ...acts]) {
    const why = refusalOf(act);
    expect(why).toEqual(pair.hasLost ? forgets : undefined);
    if (why !== undefined || pair.stands.status !== 'active') return;
  }
}

function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'machine/undurable') throw error;
    return (error as Error).message;
  }
}

test('a random machine of XState 6 goes as with its createActor, its state written as text and read by a fresh machine after each step', () => {
  let steps = 0;
  fc.assert(
    fc.property(draft, fc.array(doing, { maxLength: 8 }), (given, script) => follow(given, script, () => (steps += 1))),
    { numRuns: 120 },
  );
  expect(steps).toBeGreaterThan(120);
});
