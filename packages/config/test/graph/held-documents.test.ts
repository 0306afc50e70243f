import { graph, run, type AnyGraph } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkConfig, defineFromConfig, registry, toConfig } from '../../src/index.ts';

const none = registry({});

const inner = (few: number, name = 'inner') =>
  defineFromConfig(
    `
name: ${name}
thresholds: { few: ${few} }
state: { n: number? }
start: a
begin: { n: thresholds.few }
graphs: { deep: { state: {}, start: b, nodes: { b: { final: true } } } }
nodes: { a: { graph: deep, next: e }, e: { final: true } }
`,
    none,
  ) as AnyGraph;

/** A graph in TypeScript that holds others. */
const outer = (...held: readonly AnyGraph[]) =>
  graph({
    name: 'outer',
    state: { n: z.number().optional() },
    start: 'n0',
    nodes: {
      ...Object.fromEntries(held.map((each, at) => [`n${at}`, { graph: each, next: `n${at + 1}` }])),
      [`n${held.length}`]: { final: true },
    },
  } as never) as AnyGraph;

test('a subgraph that was made of another document is written beside, with its thresholds and its own subgraphs', async () => {
  const made = outer(inner(3));
  const { document, text, lost } = toConfig(made);
  expect(lost).toEqual([]);
  expect(document).toMatchObject({
    thresholds: { few: 3 },
    nodes: { n0: { graph: 'inner' } },
    graphs: { inner: { begin: { n: 'thresholds.few' }, nodes: { a: { graph: 'deep' } } }, deep: { start: 'b' } },
  });
  const back = defineFromConfig(text, none) as AnyGraph;
  const child = back.source.nodes['n0']?.graph as AnyGraph;
  expect((await run(child as never)).state).toEqual({ n: 3 });
});

test('what two documents have by one name is told, and neither stands for the other', () => {
  expect(toConfig(outer(inner(3), inner(3, 'second'))).lost).toEqual([
    {
      path: 'graphs.second.nodes.a.graph',
      reason: 'Another graph has the name "deep" in this document. Name this one in the registry.',
    },
  ]);
  expect(toConfig(outer(inner(3), inner(4, 'second'))).lost).toEqual([
    {
      path: 'nodes.n1.graph',
      reason: 'It was made of a document whose threshold "few" has another value here. Name it in the registry.',
    },
  ]);
  const held = inner(3);
  const known = registry({ graphs: { inner: inner(4) } });
  expect(toConfig(outer(held), known).lost).toMatchObject([
    { path: 'nodes.n0.graph', reason: expect.stringContaining('The registry has another graph "inner".') },
  ]);
  expect(toConfig(outer(held), registry({ graphs: { third: held } })).document).toMatchObject({
    nodes: { n0: { graph: 'third' } },
  });
});

test('a graph that both a document and the registry have is a mistake where it is written', () => {
  const text = `
name: g
state: {}
start: a
graphs:
  other: { state: {}, start: b, nodes: { b: { final: true } } }
  research: { state: {}, start: b, nodes: { b: { final: true } } }
nodes: { a: { graph: research, next: c }, c: { final: true } }
`;
  expect(checkConfig(text, none)).toEqual([]);
  expect(checkConfig(text, registry({ graphs: { research: inner(3) } }))).toEqual([
    {
      code: 'two-graphs',
      path: 'graphs.research',
      line: 7,
      column: 3,
      message: 'The registry has a graph "research" as well. Give this one another name, or leave it out.',
    },
  ]);
});

test.each<[string, () => unknown]>([
  [
    '"string" is a word of every document. Give it another name in the registry.',
    () => registry({ schemas: { string: z.string().min(3) } }),
  ],
  [
    '"sum" is a word of every document. Give it another name in the registry.',
    () => registry({ keys: { sum: z.number() } }),
  ],
  [
    '"Money" names a schema and a key. Give it another name in the registry.',
    () => registry({ schemas: { Money: z.number() }, keys: { Money: z.number() } }),
  ],
])('a name of the registry that would not lead to what it names alone is refused: %s', (said, make) => {
  expect(make).toThrow(new TypeError(said));
});
