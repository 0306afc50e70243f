import { diagram, graph, isProblem, memory, mermaid, open, type AnyGraph } from '@cairn/core';
import { activeIn, innermostOf, whyOf } from '@cairn/core/inspect';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPromise, not, setup } from 'xstate';

import { createDurable } from 'xstate6/durable';
import { fromXState, xstateEngine } from '../../src/index.ts';
import { durableEngine } from '../../src/v6.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { drawingOf } from '../../src/engine/machine-drawing.ts';
import type { StateNode } from '../../src/engine/state-node.ts';
import { draft, events, machineOf, type Draft } from '../engine/random-machine.ts';
import { machineOf as machineOf6 } from '../v6/random-machine.ts';

const order = setup({
  actors: { charge: fromPromise(async () => 'ok') },
  guards: { enough: () => true },
}).createMachine({
  id: 'order',
  type: 'parallel',
  states: {
    checkout: {
      initial: 'in cart',
      on: { CANCEL: '.given up' },
      states: {
        'in cart': {
          on: { ADD: { guard: not('enough') }, PAY: { guard: 'enough', target: 'paying v1\\.0' } },
          after: { 86_400_000: 'given up' },
        },
        'paying v1.0': { invoke: { src: 'charge', onDone: 'paid', onError: 'in cart' } },
        paid: { always: 'thanked' },
        thanked: {},
        'given up': { type: 'final' },
      },
    },
    sound: { initial: 'on', states: { on: { on: { MUTE: 'off' } }, off: {}, last: { type: 'history' } } },
  },
});

function movesOf(drawn: AnyGraph): readonly string[] {
  return diagram(drawn)
    .edges.filter(({ to }) => to.startsWith('machine.'))
    .map(({ from, to, kind, label = '' }) => `${from.slice(8)} ${kind} ${label}> ${to.slice(8)}`);
}

test("a hosted machine's states are drawn within its node, under their own names", () => {
  const drawn = diagram(fromXState('order', order));
  expect(
    drawn.nodes.filter(({ state }) => state !== undefined).map(({ id, name, state }) => [id, name, state]),
  ).toEqual([
    ['machine.checkout', 'checkout', 'compound'],
    ['machine.checkout.in cart', 'in cart', 'atomic'],
    ['machine.checkout."paying v1.0"', 'paying v1.0', 'atomic'],
    ['machine.checkout.paid', 'paid', 'always'],
    ['machine.checkout.thanked', 'thanked', 'atomic'],
    ['machine.checkout.given up', 'given up', 'final'],
    ['machine.sound', 'sound', 'compound'],
    ['machine.sound.on', 'on', 'atomic'],
    ['machine.sound.off', 'off', 'atomic'],
    ['machine.sound.last', 'last', 'history'],
  ]);
  expect(movesOf(fromXState('order', order))).toEqual([
    'checkout event CANCEL> checkout.given up',
    'checkout.in cart event ADD [not enough] (stays)> checkout.in cart',
    'checkout.in cart event PAY [enough]> checkout."paying v1.0"',
    'checkout.in cart timer 1d> checkout.given up',
    'checkout."paying v1.0" next done charge> checkout.paid',
    'checkout."paying v1.0" error charge> checkout.in cart',
    'checkout.paid case > checkout.thanked',
    'sound.on event MUTE> sound.off',
  ]);
  expect(mermaid(drawn)).toContain('subgraph n_machine_checkout["checkout"]');
});

test('what a machine is in is told of the thread, by why and at each checkpoint, also where the machine is a subgraph', async () => {
  const hosted = fromXState('order', order);
  const outer = graph({
    name: 'outer',
    state: {},
    start: 'buy',
    nodes: { buy: { graph: hosted as AnyGraph, next: 'end' }, end: { final: true } },
  } as never) as AnyGraph;
  const store = memory();
  const cairn = open({ store, graphs: [hosted, outer] });
  const thread = await cairn.start(hosted, {}, { id: 't' });
  const at = async () => ((await thread.now()) as { readonly at?: readonly object[] }).at?.[0];
  expect(await at()).toEqual({ lane: '', node: 'machine', phase: 'open', active: ['checkout.in cart', 'sound.on'] });
  await thread.send('MUTE' as never, undefined);
  expect((await whyOf(store, 't', -1)).within).toEqual(['checkout.in cart', 'sound.off']);
  const other = await cairn.start(outer, {}, { id: 'o' });
  const drawn = diagram(outer);
  const active = (await other.at()).lanes.flatMap((lane) => activeIn(drawn, lane));
  expect(active).toContain('buy.machine.checkout.in cart');
  await cairn.close();
});

/** What a state value says, as the ids of the innermost states. */
function leavesOf(value: unknown, above: readonly string[] = []): readonly string[] {
  if (typeof value === 'string') return [[...above, value].join('.')];
  const parts = Object.entries(value ?? {});
  if (parts.length === 0) return above.length === 0 ? [] : [above.join('.')];
  return parts.flatMap(([key, inner]) => leavesOf(inner, [...above, key]));
}

interface Begun {
  readonly root: StateNode;
  readonly engine: Engine<never>;
  readonly path: readonly string[];
}

test.each([
  {
    version: 5,
    begin: (given: Draft): Begun => {
      const machine = machineOf(given);
      return { root: machine.root, engine: xstateEngine(machine) as Engine<never>, path: ['root', 'held', 'value'] };
    },
  },
  {
    version: 6,
    begin: (given: Draft): Begun => {
      const machine = machineOf6(given);
      const { root } = machine as unknown as { readonly root: StateNode };
      return {
        root,
        engine: durableEngine(machine, { createDurable }) as Engine<never>,
        path: ['snapshot', 'value'],
      };
    },
  },
])('what is kept of any machine of XState $version tells which of its drawn states are active', ({ begin }) => {
  fc.assert(
    fc.property(draft, fc.array(fc.constantFrom(...events), { maxLength: 6 }), (given, sent) => {
      const { root, engine, path } = begin(given);
      const drawing = drawingOf(root, { active: { key: 'machine', path } });
      const drawn = diagram(
        graph({
          name: 'g',
          state: {},
          start: 'machine',
          nodes: { machine: { on: {}, drawing, next: 'end' }, end: { final: true } },
        } as never) as AnyGraph,
      );
      let state: unknown;
      // What is refused leaves a machine as it was.
      const taken = (step: () => { readonly state: unknown }): boolean => {
        try {
          state = step().state;
          return true;
        } catch (error) {
          if (!isProblem(error, 'machine/undurable')) throw error;
          return false;
        }
      };
      fc.pre(taken(() => engine.start(undefined, 0)));
      const check = () => {
        const kept = { graph: '', node: 'machine', state: { machine: state } };
        const are = innermostOf(drawn, activeIn(drawn, kept)).toSorted();
        expect(are).toEqual(leavesOf(engine.stands(state as never).value).toSorted());
      };
      check();
      for (const type of sent) {
        if (engine.stands(state as never).status !== 'active') break;
        taken(() => engine.step(state as never, { type: 'event', event: { type } }, 0));
        check();
      }
    }),
    { numRuns: 60 },
  );
});
