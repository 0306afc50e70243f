import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, graphFrom } from '../../src/definition/graph.ts';

test('a graph is its name and its definition, frozen', () => {
  const made = graph({ name: 'made', state: { count: z.number() }, start: 'end', nodes: { end: { final: true } } });
  expect(made.name).toBe('made');
  expect(made.source.start).toBe('end');
  expect(made.source.nodes['end']).toEqual({ final: true });
  expect(Object.isFrozen(made) && Object.isFrozen(made.source)).toBe(true);
});

test('a computed definition makes a graph too', () => {
  const names = ['a', 'b', 'c'];
  const nodes = Object.fromEntries(names.map((name, index) => [name, { next: names[index + 1] ?? 'end' }]));
  const made = graphFrom({ name: 'line', state: {}, start: 'a', nodes: { ...nodes, end: { final: true } } });
  expect(made.source.nodes['b']).toEqual({ next: 'c' });
});
