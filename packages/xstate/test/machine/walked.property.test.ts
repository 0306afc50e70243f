import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine, initialTransition, transition, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import { diagram, type AnyGraph } from '@cairn/core';
import { eventfulParts } from '../../../../test/determinism/parts.ts';
import { graphOf } from '../../../../test/determinism/random-graph.ts';
import type { ModelContext } from '../../src/machine/model.ts';
import { toXState } from '../../src/machine/to-xstate.ts';
import type { ModelEvent, Walk } from '../../src/machine/walk.ts';
import { possibleEvents } from '../../src/paths/possible.ts';
import { still } from './still.ts';

/** What random graphs are sent. */
const events = { go: [{ n: 1 }], greet: ['hello'], tell: [{ node: 'none' }] };

const walkOf = ({ context }: AnyMachineSnapshot): Walk => (context as ModelContext).walk;

/** Each activity may end well, or fail. */
function outcomesOf(graph: AnyGraph): Readonly<Record<string, readonly unknown[]>> {
  const ids = diagram(graph).nodes.map(({ id }) => id);
  return Object.fromEntries(ids.map((id) => [id, [undefined, undefined, new Error('failed')]]));
}

test('a model is in the states of the nodes that its thread is at, whatever comes', () => {
  const kinds = new Set<string>();
  const law = fc.property(eventfulParts, fc.array(fc.nat(1_000), { minLength: 20, maxLength: 60 }), (parts, picks) => {
    const graph = graphOf(parts, still);
    const { config, implementations } = toXState(graph, { profile: 'model' });
    const outcomes = outcomesOf(graph);
    const machine: AnyStateMachine = createMachine(config, implementations);
    let [snapshot] = initialTransition(machine, {}) as unknown as [AnyMachineSnapshot];
    for (const pick of picks) {
      const walk = walkOf(snapshot);
      expect({ value: snapshot.value, moves: walk.moves }).toEqual({ value: walk.value, moves: [] });
      const possible = possibleEvents(walk, { events, outcomes });
      if (possible.length === 0) break;
      const event = possible[pick % possible.length] as ModelEvent;
      [snapshot] = transition(machine, snapshot, event) as unknown as [AnyMachineSnapshot];
      expect(walkOf(snapshot).snapshot.seq).toBeGreaterThan(walk.snapshot.seq);
      for (const { cause } of walkOf(snapshot).rows) kinds.add(cause);
    }
  });
  fc.assert(law, { numRuns: 80, seed: 7 });
  expect([...kinds].toSorted()).toEqual(expectedKinds);
});

/** Whatever leads a lane on happened. */
const expectedKinds = ['attempt', 'begin', 'done', 'error', 'event', 'fail', 'join', 'open', 'pass', 'timer'];
