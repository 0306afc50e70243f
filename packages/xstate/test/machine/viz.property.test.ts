import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createActor, createMachine, setup } from 'xstate';
import { diagram, type AnyGraph, type Diagram } from '@cairn/core';
import { soundGraph } from '../../../core/test/compile/random-graph.ts';
import { eventfulParts } from '../../../../test/determinism/parts.ts';
import { graphOf } from '../../../../test/determinism/random-graph.ts';
import { toXState } from '../../src/machine/to-xstate.ts';
import { drawnWays, type DrawnWay } from './drawn.ts';
import { still } from './still.ts';

const anyGraph: fc.Arbitrary<AnyGraph> = fc.oneof(
  soundGraph,
  eventfulParts.map((parts) => graphOf(parts, still)),
);

test('XState takes every machine that is drawn, as JSON has it, and it starts', () => {
  const law = fc.property(anyGraph, (graph) => {
    const { config, implementations } = toXState(graph, { profile: 'viz' });
    const read: unknown = JSON.parse(JSON.stringify(config));
    expect(read).toEqual(config);
    const machine = createMachine(read as never, implementations as never);
    const strict = setup(implementations as never).createMachine(read as never);
    expect([machine.id, strict.id]).toEqual([graph.name, graph.name]);
    createActor(machine).start().stop();
  });
  fc.assert(law, { numRuns: 100 });
});

test('every way that is drawn of a graph is a transition of its machine, and the other way round', () => {
  const law = fc.property(anyGraph, (graph) => {
    const ways = drawnWays(toXState(graph, { profile: 'viz' }).config);
    const drawing = diagram(graph);
    const found = new Set(ways.map(textOf));
    const leading = new Set(ways.filter(({ stays }) => !stays).map(textOf));
    const expected = new Set(drawing.edges.map(({ from, to, kind }) => `${from} ${groups[kind]} ${to}`));
    expect([...expected].filter((way) => !found.has(way))).toEqual([]);
    // Where a whole graph takes something and stays, a drawing has no edge.
    expect([...leading].filter((way) => !expected.has(way))).toEqual([]);
  });
  fc.assert(law, { numRuns: 100 });
});

/** What a drawing tells apart and a machine does not. */
const groups: Readonly<Record<Diagram['edges'][number]['kind'], string>> = {
  next: 'done',
  case: 'done',
  choice: 'done',
  join: 'done',
  event: 'on',
  timer: 'after',
  error: 'error',
  lane: 'lane',
};

function textOf({ from, to, by, event = '' }: DrawnWay): string {
  const isDone = by === 'always' || by === 'onDone' || by === 'done';
  return `${from} ${event.startsWith('error.') ? 'error' : isDone ? 'done' : by} ${to}`;
}
