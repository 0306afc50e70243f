import { END, Send, START, StateGraph } from '@langchain/langgraph';
import { diagram, run } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { convert } from '../../src/index.ts';
import { expectAlike, State } from './alike.ts';

type Router = (state: { readonly log: readonly string[] }) => unknown;

function routed(router: Router, ends: unknown) {
  return new StateGraph(State)
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('b', () => ({ log: ['b'] }))
    .addNode('c', () => ({ log: ['c'] }))
    .addEdge(START, 'a')
    .addConditionalEdges('a', router as never, ends as never)
    .addEdge('b', END)
    .addEdge('c', END);
}

describe('a router with a path map', () => {
  test.each<[string, Router, object]>([
    ['a boolean', () => true, { true: 'b', false: 'c' }],
    ['a boolean that ends', () => false, { true: 'b', false: END, else: 'c' }],
    ['a number', () => 1, { 1: 'b', 2: 'c' }],
    ['a fraction', () => 0.5, { 0.5: 'c', 1: 'b' }],
    ['a list of booleans', () => [true], { true: 'b', false: 'c' }],
    ['a promise of a boolean', async () => true, { true: 'b', false: 'c' }],
    ['a promise of numbers', async () => [2], { 1: 'b', 2: 'c' }],
  ])('may give %s', async (_, router, ends) => {
    await expectAlike(routed(router, ends), {});
  });

  test('that gives what the map does not have fails its node with what it has', async () => {
    const found: unknown[] = [];
    for (const picked of [3, true, null, 'toString']) {
      const ended = await run(convert(routed(() => picked, { 1: 'b', 2: END })).graph);
      found.push(ended.status === 'failed' && ended.failed[0]?.message);
    }
    expect(found).toEqual([
      expect.stringContaining('gave 3, which names no node. Its path map has 1, 2.'),
      expect.stringContaining('gave true, which names no node. Its path map has 1, 2.'),
      expect.stringContaining('gave null, which names no node. Its path map has 1, 2.'),
      expect.stringContaining('"toString"'),
    ]);
  });
});

test.each<[string, unknown, object, object]>([
  ['a hint', undefined, { nodes: { a: { ends: ['b', 'c', 'zork'] } } }, { at: 'node "a"' }],
  ['a hint of what is sent', ['b', 'c'], { nodes: { a: { sends: ['zork'] } } }, { at: 'node "a"' }],
  ['a path map', ['b', 'c', 'zork'], {}, { at: 'node "a"' }],
])('%s that names no node is a gap', (_, ends, options, gap) => {
  const converting = (): unknown =>
    convert(
      routed(() => 'b', ends),
      options,
    );
  const why = expect.stringContaining('"zork", which is no node') as unknown;
  expect(converting).toThrow(expect.objectContaining({ gaps: [{ ...gap, why }] }));
});

test.each([[{}], [{ builder: {} }], [[]], [null], [() => 1]])('%j is no graph of LangGraph', (graph) => {
  const why = 'It is no StateGraph of LangGraph, built or compiled.';
  expect(() => convert(graph as object)).toThrow(expect.objectContaining({ gaps: [{ at: 'the graph', why }] }));
});

describe('a router that gives an empty list ends there', () => {
  test.each<[string, Router]>([
    ['of what it sends', ({ log: all }) => all.filter((each) => each === 'x').map((name) => new Send('b', { name }))],
    ['of names', ({ log: all }) => all.filter((each) => each === 'b')],
    ['that the state holds', ({ log: all }) => all.slice(1)],
    ['that something else made', Object.assign(({ log: all }: { log: readonly string[] }) => without(all))],
    ['that it wrote', () => []],
  ])('%s', async (_, router) => {
    await expectAlike(routed(router, ['b', 'c']), {});
  });

  test('and one that names what it gives is not drawn so', () => {
    const { graph } = convert(routed(({ log: all }) => (all.length > 1 ? 'b' : 'c'), ['b', 'c']));
    const from = diagram(graph).edges.filter(({ from: node }) => node === 'a:condition');
    expect(from.map(({ to }) => to)).toEqual(['b', 'c']);
  });
});

function without(all: readonly string[]): readonly string[] {
  return all.filter((each) => each === '');
}

test.each([
  ['𝒳', 'ﬀ'],
  ['😀', '＊'],
  ['😀', '😁'],
  ['b', 'ba', 'B', 'a10', 'a9', 'é'],
])('nodes of one step are applied in the order of their names’ code points: %s %s', async (...names) => {
  const built = (): Built => {
    const graph = new StateGraph(State).addNode('s', () => ({})).addEdge(START, 's') as unknown as Built;
    for (const name of names) graph.addNode(name, () => ({ log: [name] })).addEdge('s', name);
    return graph;
  };
  await expectAlike(built(), {});
  // Where they are lanes of supersteps too.
  const [first = ''] = names;
  await expectAlike(
    built()
      .addNode('z', () => ({ log: ['z'] }))
      .addEdge(first, 'z'),
    {},
  );
});

interface Built {
  addNode(name: string, run: () => object): Built;
  addEdge(from: string, to: string): Built;
  compile(): { invoke(input: never): Promise<object> };
}
