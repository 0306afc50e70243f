// Says how many bytes of the heap a step leaves to the full collector, where what is young is collected often.

import { getHeapSpaceStatistics } from 'node:v8';
import { assign, createMachine } from 'xstate';
import { xstateEngine } from '../../src/engine/xstate-engine.ts';

const count = assign({ n: ({ context }: { readonly context: { readonly n: number } }) => context.n + 1 });
const machine = createMachine({
  context: { n: 0 },
  initial: 'one',
  states: { one: { on: { go: { target: 'other', actions: count } } }, other: { on: { go: 'one' } } },
});

const engine = xstateEngine(machine);
let { state } = engine.start({}, 0);

function stepOften(steps: number): void {
  for (let step = 0; step < steps; step++)
    ({ state } = engine.step(state, { type: 'event', event: { type: 'go' } }, 0));
}

function old(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? Number.NaN;
}

const steps = 4_000;
stepOften(steps);
globalThis.gc?.();
const before = old();
stepOften(steps);
console.log((old() - before) / steps);
