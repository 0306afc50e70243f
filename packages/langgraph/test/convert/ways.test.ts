import { RunnableLambda } from '@langchain/core/runnables';
import { Annotation, Command, END, Send, START, StateGraph } from '@langchain/langgraph';
import { run } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { convert, NotConverted } from '../../src/index.ts';
import { log, State, expectAlike } from './alike.ts';

test('a node sees what it asks to see, and a graph takes and gives what it says', async () => {
  const Input = Annotation.Root({ question: Annotation<string>() });
  const built = new StateGraph({
    state: Annotation.Root({ ...State.spec, ...Input.spec }),
    input: Input,
    output: Annotation.Root({ log }),
  })
    .addNode('a', (seen) => ({ log: [Object.keys(seen).join()] }), { input: Input })
    .addEdge(START, 'a');
  await expectAlike(built, { question: 'why?' });
  const strange = await run(convert(built).graph, { question: 'why?', last: 'x' } as never);
  expect(strange.status).toBe('failed');
});

test('a command goes where its node may lead, beside the plain edges', async () => {
  const built = new StateGraph(State)
    .addNode('a', () => new Command({ goto: ['b', new Send('c', { log: ['given'] })], update: [['log', ['a']]] }), {
      ends: ['b', 'c'],
    })
    .addNode('b', () => ({ log: ['b'] }))
    .addNode('c', ({ log: given }) => ({ log: [`c ${given.join()}`] }))
    .addNode('d', () => ({ log: ['d'] }))
    .addEdge(START, 'a')
    .addEdge('a', 'd');
  await expectAlike(built, { log: [] });
});

test('any name that LangGraph takes is taken for a node, beside the nodes of routers and of supersteps', async () => {
  const leads = (to: string[], name: string) =>
    Object.assign(
      RunnableLambda.from(() => to),
      { name },
    );
  const built = new StateGraph(State)
    .addNode('start', () => ({ log: ['start'] }))
    .addNode('step', () => ({ log: ['step'] }))
    .addNode('b', () => ({ log: ['b'] }))
    .addConditionalEdges(START, leads(['start'], 'pick one.'), ['start', 'b'])
    .addConditionalEdges('start', leads(['b', 'step'], 'both'), ['b', 'step'])
    .addConditionalEdges('step', leads(['b'], 'next'), ['b', END]);
  await expectAlike(built, { log: [] }, { nodes: { start: { several: true } } });
});

test('a list of commands and updates is one update', async () => {
  const built = new StateGraph(State)
    .addNode('a', () => [new Command({ goto: 'b', update: { log: ['one'] } }), { log: ['two'] }] as never, {
      ends: ['b'],
    })
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge(START, 'a');
  await expectAlike(built, { log: [] });
});

test('a router without a path map is told where it leads, and all gaps are told at once', async () => {
  const built = new StateGraph(Annotation.Root({ ...State.spec }))
    .addNode('a.b', () => ({ log: ['a'] }))
    .addNode('c', () => ({ log: ['c'] }))
    .addEdge(START, 'a.b')
    .addConditionalEdges('a.b', function pick() {
      return 'c' as const;
    });
  const refused = await Promise.resolve()
    .then(() => convert(built, { channels: { lgo: z.string() }, nodes: { d: {} } as object }))
    .catch((error: unknown) => error as NotConverted);
  expect(refused).toBeInstanceOf(NotConverted);
  expect(refused.gaps.map(({ at, why }) => `${at}: ${why}`)).toEqual([
    'node "d": The graph has no such node.',
    'node "a.b": Its router names no ends.',
    'channel "lgo": The graph has no such channel.',
    'node "a.b": Its name holds ".", which separates names in paths.',
  ]);
  const named = new StateGraph(State)
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('c', () => ({ log: ['c'] }))
    .addEdge(START, 'a')
    .addConditionalEdges('a', () => 'c' as const);
  await expectAlike(named, { log: [] }, { nodes: { a: { ends: ['c', END] } } });
});

test('what was not foreseen says what to say', async () => {
  const both = ['b', 'c'] as const;
  const built = new StateGraph(State)
    .addNode('b', () => ({ log: ['b'] }))
    .addNode('c', () => ({ log: ['c'] }))
    .addConditionalEdges(START, () => [...both], ['b', 'c']);
  const failed = await run(convert(built).graph, { log: [] });
  expect(failed.status === 'failed' && failed.failed[0]?.message).toContain(
    'nodes: { "__start__": { several: true } }',
  );
  await expectAlike(built, { log: [] }, { nodes: { __start__: { several: true } } });
});

test('what one step has through is a fork, and what is more is steps', async () => {
  const built = new StateGraph(State)
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('c', ({ log: said }) => ({ log: [`c${said.length}`] }))
    .addNode('b', ({ log: said }) => ({ log: [`b${said.length}`] }))
    .addNode('d', () => ({ log: ['d'] }))
    .addNode('e', () => ({ log: ['e'] }))
    .addNode('f', () => ({ log: ['f'] }))
    .addEdge(START, 'a')
    .addEdge('a', 'c')
    .addEdge('a', 'b')
    .addEdge(['b', 'c'], 'd')
    .addEdge('d', 'e')
    .addEdge('d', 'f');
  const { graph } = await expectAlike(built, { log: [] });
  expect(Object.keys(graph.source.nodes)).toEqual(['a', 'c', 'b', 'd', 'e', 'f', '__end__']);
  expect(graph.source.nodes['a']?.next).toEqual({ all: ['b', 'c'], then: 'd' });
  expect(graph.source.nodes['d']?.next).toEqual({ all: ['e', 'f'], then: '__end__' });
});
