import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draft, events } from '../engine/random-machine.ts';
import { Pair } from './pair.ts';
import { machineOf } from './random-machine.ts';

type Doing = { readonly send: string } | { readonly wait: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

function expectSame(pair: Pair): void {
  const [original, engine] = pair.both;
  expect(engine).toEqual(original);
  expect(pair.engineEmitted).toEqual(pair.emitted);
}

test('a random machine of XState 6 goes as with its createActor, its state written as text and read by a fresh machine after each step', () => {
  let steps = 0;
  fc.assert(
    fc.property(draft, fc.array(doing, { maxLength: 8 }), (given, script) => {
      const pair = new Pair(() => machineOf(given));
      const after = (): void => {
        expectSame(pair);
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
