import { Annotation, Command, Send, START, StateGraph } from '@langchain/langgraph';
import { run } from '@cairn/core';
import { expect, test } from 'vitest';
import { convert } from '../../src/index.ts';
import { log, State, expectAlike } from './alike.ts';

const child = new StateGraph(Annotation.Root({ log, own: Annotation<string>() }))
  .addNode('s', ({ log: said, own }) => ({ log: [`s${said.length} ${own ?? '-'}`], own: 'x' }))
  .addEdge(START, 's');

test('a graph within a function is called as it is', async () => {
  const inner = child.compile();
  const built = new StateGraph(State)
    .addNode('a', async ({ log: said }) => ({
      last: String((await inner.invoke({ log: said, own: 'y' })).log.at(-1)),
    }))
    .addEdge(START, 'a');
  await expectAlike(built, { log: ['in'] });
});

test('what both have is shared, and what is of the graph within stays there', async () => {
  const built = new StateGraph(State)
    .addNode('sub', child.compile())
    .addNode('b', (seen) => ({ last: Object.keys(seen).join() }))
    .addEdge(START, 'sub')
    .addEdge('sub', 'b');
  const { graph } = convert(built);
  expect(graph.source.nodes['sub']).toMatchObject({ share: ['log'] });
  expect((await run(graph, { log: ['in'] })).state).toMatchObject({ log: ['in', 's1 -'], last: 'log' });
});

test('a graph within speaks to the one around', async () => {
  const speaking = new StateGraph(State)
    .addNode('one', () => ({ log: ['forgotten'] }))
    .addNode(
      'two',
      ({ log: said }) => new Command({ graph: Command.PARENT, goto: 'b', update: { log: [`up ${said.length}`] } }),
    )
    .addEdge(START, 'one')
    .addEdge('one', 'two')
    .compile();
  const built = new StateGraph(State)
    .addNode('sub', speaking, { ends: ['b'] })
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge(START, 'sub');
  await expectAlike(built, { log: ['in'] });
});

test('a graph is sent to', async () => {
  const built = new StateGraph(State)
    .addNode('sub', child.compile())
    .addConditionalEdges(
      START,
      () => [new Send('sub', { log: [], own: 'first' }), new Send('sub', { log: ['x'], own: 'second' })],
      ['sub'],
    );
  await expectAlike(built, { log: ['in'] });
});
