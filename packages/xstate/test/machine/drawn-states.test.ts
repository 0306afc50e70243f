import { compile, diagram, graph, isProblem, memory, open, type AnyGraph } from '@cairn/core';
import { activeIn } from '@cairn/core/inspect';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine, getInitialSnapshot, getNextSnapshot, setup, type AnyStateMachine } from 'xstate';
import { fromXState, inspect, toXState, xstateEngine, type InspectionMessage } from '../../src/index.ts';
import { LaneTree } from '../../src/machine/lane-tree.ts';
import { draft, events, machineOf } from '../engine/random-machine.ts';

const order = setup({}).createMachine({
  id: 'order',
  type: 'parallel',
  states: {
    checkout: {
      initial: 'in cart',
      on: { CANCEL: '.given up' },
      states: { 'in cart': { on: { PAY: 'paid v1\\.0' } }, 'paid v1.0': {}, 'given up': { type: 'final' } },
    },
    sound: { initial: 'on', states: { on: { on: { MUTE: 'off' } }, off: {}, last: { type: 'history' } } },
  },
});

const drawnOf = (hosted: AnyGraph): AnyStateMachine => {
  const { config, implementations } = toXState(hosted, { profile: 'viz' });
  return createMachine(JSON.parse(JSON.stringify(config)) as never, implementations as never);
};

test('a machine of a graph has the states of a hosted machine within, and goes through them by its events', () => {
  const machine = drawnOf(fromXState('order', order));
  const first = getInitialSnapshot(machine);
  expect(first.value).toMatchObject({ machine: { 'in states': { checkout: 'in cart', sound: 'on' } } });
  const paid = getNextSnapshot(machine, getNextSnapshot(machine, first, { type: 'PAY' }), { type: 'MUTE' });
  expect(paid.value).toMatchObject({ machine: { 'in states': { checkout: 'paid v1.0', sound: 'off' } } });
  const over = getNextSnapshot(machine, paid, { type: 'CANCEL' });
  expect(over.value).toMatchObject({ machine: { 'in states': { checkout: 'given up', sound: 'off' } } });
});

test('an inspector is shown what a hosted machine is in', async () => {
  const hosted = fromXState('order', order);
  const cairn = open({ store: memory(), graphs: [hosted] });
  const thread = await cairn.start(hosted, {}, { id: 'a' });
  await thread.send('PAY');
  const told: InspectionMessage[] = [];
  await inspect(hosted, thread, { send: (message) => void told.push(message) }, { live: false });
  await cairn.close();
  const machine = drawnOf(hosted);
  const values = told.flatMap((message) => ('snapshot' in message ? [message.snapshot.value] : []));
  for (const value of values) expect(machine.resolveState({ value, context: {} }).value).toEqual(value);
  expect(values[0]).toMatchObject({ machine: { 'in states': { checkout: 'in cart', sound: 'on' } } });
  expect(values.at(-1)).toMatchObject({ machine: { 'in states': { checkout: 'paid v1.0', sound: 'on' } } });
});

test('the states within a node are told to be lost where a machine does not have them, or not all of them', () => {
  const hosted = fromXState('order', order);
  const says = (profile: 'viz' | 'model'): readonly string[] =>
    toXState(hosted, { profile }).lost.flatMap((each) =>
      each.feature === 'drawing' ? [`${each.at}: ${each.says}`] : [],
    );
  expect(says('viz')).toEqual([expect.stringMatching(/^machine: Transitions between the states within it/u)]);
  expect(says('model')).toEqual(['machine: The states within it are not in the machine.']);
});

test('a node that waits has the states drawn within it, the first where none is told', () => {
  const bell = graph({
    name: 'bell',
    state: {},
    events: {},
    start: 'still',
    nodes: {
      still: {
        after: { '1h': 'still' },
        drawing: {
          nodes: [
            { id: 'a', name: 'a', kind: 'final' },
            { id: 'b', name: 'b', kind: 'compound', start: true },
            { id: 'b.c', name: 'c', kind: 'always', parent: 'b' },
          ],
          edges: [{ from: '', to: 'a', kind: 'case' }],
          active: { key: 'none' },
        },
      },
    },
  } as never) as AnyGraph;
  const machine = drawnOf(bell);
  expect(getInitialSnapshot(machine).value).toEqual({ still: { b: 'c' } });
  expect(getNextSnapshot(machine, getInitialSnapshot(machine), { type: 'case' }).value).toEqual({ still: 'a' });
  const lane = { lane: '', graph: '', node: 'still', phase: 'waiting' } as const;
  expect(new LaneTree(compile(bell), 'viz', [lane]).value).toEqual({ still: { b: 'c' } });
});

test('whatever a hosted machine is in, the machine of its graph is in the same', () => {
  const law = fc.property(draft, fc.array(fc.constantFrom(...events), { maxLength: 6 }), (given, sent) => {
    const own = machineOf(given);
    const hosted = fromXState('m', own);
    const [plan, drawn, machine, engine] = [compile(hosted), diagram(hosted), drawnOf(hosted), xstateEngine(own)];
    let state: ReturnType<typeof engine.start>['state'] | undefined;
    // What is refused leaves a machine as it was.
    const take = (step: () => { readonly state: typeof state }): void => {
      try {
        ({ state } = step());
      } catch (error) {
        if (!isProblem(error, 'machine/undurable')) throw error;
      }
    };
    const check = (): void => {
      const ids = activeIn(drawn, { graph: '', node: 'machine', state: { machine: state } });
      const active = new Set(ids.map((id) => id.slice('machine.'.length)));
      const { value } = new LaneTree(plan, 'viz', [{ lane: '', graph: '', node: 'machine', phase: 'open', active }]);
      expect(machine.resolveState({ value, context: {} }).value).toEqual(value);
      const within = (value as { readonly machine: { readonly 'in states': unknown } }).machine['in states'];
      expect(within).toEqual(engine.stands(state as never).value);
    };
    take(() => engine.start(undefined, 0));
    fc.pre(state !== undefined);
    check();
    for (const type of sent) {
      if (engine.stands(state).status !== 'active') break;
      take(() => engine.step(state as never, { type: 'event', event: { type } }, 0));
      check();
    }
  });
  fc.assert(law, { numRuns: 150 });
});
