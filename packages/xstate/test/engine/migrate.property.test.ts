import { encode } from '@cairn/core/inspect';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { MachineState } from '../../src/engine/machine-state.ts';
import { nodesOf } from '../../src/engine/v5/addresses.ts';
import { broughtOver } from '../../src/engine/v5/over/bring-over.ts';
import { xstateEngine } from '../../src/index.ts';
import { comparable } from './pair.ts';
import { draft, events, machineOf } from './random-machine.ts';

type Doing = { readonly send: string } | { readonly wait: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

const start = 1_000_000;

/** Where a script leads: the state, and the time. Actions are through at once: the event that led to one is what it was. */
function run(engine: Engine<MachineState>, script: readonly Doing[]): readonly [MachineState, number] {
  let now = start;
  const through = (given: MachineState): MachineState =>
    given.actions.reduce(
      (state, { job }) => engine.step(state, { type: 'done', job, output: undefined }, now).state,
      given,
    );
  let state = through(engine.start(undefined, now).state);
  for (const each of script) {
    if ('send' in each) {
      state = through(engine.step(state, { type: 'event', event: { type: each.send } }, now).state);
      continue;
    }
    now += each.wait;
    for (let { due } = engine.stands(state); due !== undefined && due <= now; { due } = engine.stands(state))
      state = through(engine.step(state, { type: 'due' }, due).state);
  }
  return [state, now];
}

test('what rests in a machine whose states all have other names now is what would rest in it, had they always had them', () => {
  let active = 0;
  let timers = 0;
  fc.assert(
    fc.property(draft, fc.array(doing, { maxLength: 8 }), (given, script) => {
      const [old, now] = run(xstateEngine(machineOf(given)), script);
      const today = machineOf(given, 'q');
      const [expected] = run(xstateEngine(today), script);
      const states = Object.fromEntries(nodesOf(today.root).map(({ id }) => [id.replace('q', 'r'), id]));
      const brought = broughtOver(today, old, { states }, { now, id: today.id });
      timers += old.timers.length;
      if (old.root.status === 'active') active += 1;
      expect(comparable(brought)).toEqual(comparable(old.root.status === 'active' ? expected : old));
      expect(encode(broughtOver(today, brought, {}, { now, id: today.id }))).toEqual(encode(brought));
    }),
    { numRuns: 100 },
  );
  expect(active).toBeGreaterThan(50);
  expect(timers).toBeGreaterThan(50);
});
