import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparable, Pair } from './pair.ts';
import { draft, events, machineOf } from './random-machine.ts';

type Doing = { readonly send: string } | { readonly wait: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

function expectSame(pair: Pair, emitted: number): void {
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
      const pair = new Pair(() => machineOf(given));
      let emitted = 0;
      const after = () => {
        expectSame(pair, emitted);
        emitted = pair.emitted.length;
        steps += 1;
      };
      after();
      for (const each of script) {
        if (pair.stands.status !== 'active') break;
        if ('wait' in each) {
          pair.wait(each.wait, after);
        } else {
          pair.send({ type: each.send });
          after();
        }
      }
    }),
    { numRuns: 120 },
  );
  expect(steps).toBeGreaterThan(120);
});
