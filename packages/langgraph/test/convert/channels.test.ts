import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import {
  Annotation,
  MessagesValue,
  MessagesZodMeta,
  Overwrite,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
  UntrackedValue,
} from '@langchain/langgraph';
import { withLangGraph } from '@langchain/langgraph/zod';
import { append, memory, open, run } from '@cairn/core';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';
import { log, State, expectAlike } from './alike.ts';

test('a state of zod has its defaults, its checks and its reducers', async () => {
  const schema = z.object({
    name: z.string().trim(),
    rounds: z.number().default(3),
    messages: withLangGraph(z.custom<BaseMessage[]>(), MessagesZodMeta),
  });
  const built = new StateGraph(schema)
    .addNode('a', ({ name, rounds }) => ({
      rounds: rounds + name.length,
      messages: [new AIMessage({ id: 'b', content: name })],
    }))
    .addEdge(START, 'a');
  await expectAlike(built, { name: ' ada ', messages: [new HumanMessage({ id: 'a', content: 'hello' })] });
  const { graph } = convert(built);
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  await expect(cairn.start(graph, { name: 5 } as never)).rejects.toThrow(
    expect.objectContaining({ code: 'value/invalid' }),
  );
});

test('a StateSchema has its values, those that are reduced and those that are kept by nobody', async () => {
  const schema = new StateSchema({
    messages: MessagesValue,
    total: new ReducedValue(z.number().default(1), { inputSchema: z.number(), reducer: (sum, more) => sum + more }),
    cache: new UntrackedValue(z.string()),
    note: z.string().default('none'),
  });
  const built = new StateGraph(schema)
    .addNode('a', ({ total }) => ({
      total: total * 2,
      cache: 'warm',
      messages: [new AIMessage({ id: 'b', content: 'hi' })],
    }))
    .addNode('b', ({ cache, note }) => ({ note: `${note} ${cache}` }))
    .addEdge(START, 'a')
    .addEdge('a', 'b');
  const { graph } = convert(built);
  const { state } = await run(graph, { messages: [new HumanMessage({ id: 'a', content: 'hello' })] });
  expect(state).toMatchObject({ total: 3, note: 'none warm' });
  expect(state).not.toHaveProperty('cache');
});

test('a channel may be said to be a list, and is replaced by an Overwrite', async () => {
  const built = new StateGraph(State)
    .addNode('a', () => ({ log: new Overwrite(['anew']) }))
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge(START, 'a')
    .addEdge('a', 'b');
  const { graph } = await expectAlike(built, { log: ['in'] }, { channels: { log: append(z.string()) } });
  expect(graph.source.state['log']).toMatchObject({ kind: 'append' });
  await expectAlike(built, { log: ['in'] });
});

test('null is a value, and is seen', async () => {
  const built = new StateGraph(Annotation.Root({ log, found: Annotation<string | null>() }))
    .addNode('a', (seen) => ({ log: [`${'found' in seen}`], found: null }))
    .addNode('b', ({ found }) => ({ log: [String(found)] }))
    .addEdge(START, 'a')
    .addEdge('a', 'b');
  await expectAlike(built, { log: [] });
});

test('what begins as nothing is what is first written to it', async () => {
  const built = new StateGraph(Annotation.Root({ sum: Annotation<number>({ reducer: (left, right) => left * right }) }))
    .addNode('a', ({ sum }) => ({ sum: sum + 1 }))
    .addEdge(START, 'a');
  await expectAlike(built, { sum: 3 });
});
