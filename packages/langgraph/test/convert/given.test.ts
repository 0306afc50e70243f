import { HumanMessage } from '@langchain/core/messages';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { Annotation, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { memory, open, run } from '@cairn/core';
import { isToken } from '@cairn/langchain';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';
import { State } from './alike.ts';

test('a writer, a context, a store, a thread', async () => {
  const store = {};
  const built = new StateGraph(State, z.object({ user: z.string() }))
    .addNode('a', (_, config) => {
      config.writer?.({ half: 'way' });
      const { thread_id: id } = config.configurable as unknown as { thread_id: string };
      const { threadId, nodeAttempt } = config.executionInfo ?? {};
      return {
        log: [String(config.context?.user), id, String(config.store === store), `${threadId} ${nodeAttempt}`],
      };
    })
    .addEdge(START, 'a');
  expect(() => convert(built)).toThrow("context: 'service'");
  const { graph } = convert(built, { context: 'service', store });
  const cairn = open({
    store: memory(),
    graphs: [graph],
    services: { context: { user: 'ada' } },
    outputs: 'stored',
  } as never);
  onTestFinished(() => cairn.close());
  const shown: unknown[] = [];
  const thread = await cairn.start(graph, {}, { id: 't' });
  for await (const event of thread.watch({ from: 1 })) if (event.type === 'output') shown.push(event.data);
  expect(shown).toEqual([{ kind: 'langgraph.custom', ns: [], data: { half: 'way' } }]);
  expect((await thread.settled()).state.log).toEqual(['ada', 't', 'true', 't 1']);
  const asChannel = new StateGraph(Annotation.Root({ context: Annotation<string>() }))
    .addNode('a', () => ({}))
    .addEdge(START, 'a');
  expect(() => convert(asChannel, { context: 'state' })).toThrow('channel "context": A run\'s context would be');
  const { graph: other } = convert(built, { context: 'state', store });
  expect((await run(other, { context: { user: 'bob' } } as never)).state.log[0]).toBe('bob');
});

test('models, however deep they are, whose tokens are shown with their node', async () => {
  const model = new FakeListChatModel({ responses: ['hey'] });
  const inner = new StateGraph(MessagesAnnotation)
    .addNode('say', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addEdge(START, 'say');
  const built = new StateGraph(MessagesAnnotation).addNode('inner', inner.compile()).addEdge(START, 'inner');
  const { graph } = convert(built);
  const cairn = open({ store: memory(), graphs: [graph], outputs: 'stored' });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(graph, { messages: [new HumanMessage('hello')] });
  await thread.settled();
  const shown: unknown[] = [];
  for await (const event of thread.watch({ from: 1 })) {
    if (event.type === 'output' && isToken(event.data)) shown.push([event.node, event.data.text]);
  }
  expect(shown).toEqual(['h', 'e', 'y'].map((letter) => ['say', letter]));
});
