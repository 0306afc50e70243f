import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparable, Pair } from './pair.ts';
import { draft, events, machineOf } from './random-machine.ts';

type Doing = { readonly send: string } | { readonly wait: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

/** Does it with both, and compares them after each step; false where the machine goes round for ever. */
function isSame(pair: Pair, script: readonly Doing[], after: () => void): boolean {
  try {
    after();
    for (const each of script) {
      if (pair.stands.status !== 'active') break;
      if ('send' in each) {
        pair.send({ type: each.send });
        after();
      } else {
        pair.wait(each.wait, after);
      }
    }
    return true;
  } catch (error) {
    if (pair.isEndless) return false;
    throw error;
  }
}

function expectSame(pair: Pair, emitted: number): void {
  if (pair.isEndless) throw new Error('It goes round.');
  const [told, engine] = pair.traces();
  // What children of a machine that failed go on to do XState has them do for nobody.
  const { status: now } = pair.stands;
  expect(engine).toEqual(now === 'error' ? told.slice(0, engine.length) : told);
  expect(pair.last.emitted.filter(({ actor }) => actor === '').map(({ event }) => event)).toEqual(
    pair.emitted.slice(emitted),
  );
  const { status, value, context } = pair.actor.getSnapshot() as Record<string, unknown>;
  const { stands } = pair;
  expect(comparable([stands.status, stands.value, stands.context])).toEqual(comparable([status, value, context]));
}

test('a random machine goes as with XState, its state written as text and read by a fresh machine after each step', () => {
  let steps = 0;
  fc.assert(
    fc.property(draft, fc.array(doing, { maxLength: 8 }), (given, script) => {
      let pair: Pair;
      try {
        pair = new Pair(() => machineOf(given));
      } catch (error) {
        fc.pre((error as Error).message !== 'It goes round.');
        throw error;
      }
      let emitted = 0;
      const after = () => {
        expectSame(pair, emitted);
        emitted = pair.emitted.length;
        steps += 1;
      };
      fc.pre(isSame(pair, script, after));
    }),
    { numRuns: 120 },
  );
  expect(steps).toBeGreaterThan(120);
});
