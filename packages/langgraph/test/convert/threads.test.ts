import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { fakeModel } from '@langchain/core/testing';
import { interrupt, MessagesAnnotation, Send, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { join } from 'node:path';
import { diagram, memory, open, replay, run } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';
import { folder } from '../folder.ts';
import { State } from './alike.ts';

test('a conversation goes on by turns', async () => {
  const built = new StateGraph(MessagesAnnotation)
    .addNode('answer', ({ messages }) => ({ messages: [`that makes ${messages.length}`] }))
    .addEdge(START, 'answer');
  const { graph } = convert(built, { name: 'talk', turns: true });
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(graph, { messages: [new HumanMessage('one')] });
  await thread.settled();
  await thread.send('input', { messages: [new HumanMessage('two')] });
  const { state } = await thread.settled();
  expect(state.messages.map(({ text }) => text)).toEqual(['one', 'that makes 1', 'two', 'that makes 3']);
  await expect(thread.send('input', { other: 1 } as never)).rejects.toThrow('takes no "other"');
});

test('an agent that LangGraph makes is converted as it is', async () => {
  const add = tool(({ a, b }) => `${a + b}`, {
    name: 'add',
    description: 'adds',
    schema: z.object({ a: z.number(), b: z.number() }),
  });
  const calls = [1, 2].map((a) => ({ id: `c${a}`, name: 'add', args: { a, b: 10 }, type: 'tool_call' as const }));
  const model = () =>
    fakeModel()
      .respond(new AIMessage({ id: 'm1', content: '', tool_calls: calls }))
      .respond(new AIMessage({ id: 'm2', content: 'done' }));
  const input = { messages: [new HumanMessage({ id: 'h', content: 'add' })] };
  const theirs = await createReactAgent({ llm: model(), tools: [add] }).invoke(input);
  const { graph } = convert(createReactAgent({ llm: model(), tools: [add] }));
  const ours = await run(graph, input as never);
  const told = (messages: readonly { readonly text: string; readonly type: string }[]) =>
    messages.map(({ type, text }) => `${type} ${text}`);
  expect(told(ours.state.messages)).toEqual(told(theirs.messages));
  expect(ours.state.messages.filter((message) => message instanceof ToolMessage)).toHaveLength(2);
  expect(diagram(graph).nodes.map(({ id }) => id)).toContain('tools');
});

test('a converted graph is kept in a file, replayed, and taken up from any checkpoint', async () => {
  const ran: string[] = [];
  const built = new StateGraph(State)
    .addNode('plan', () => ({ last: 'planned' }))
    .addNode('work', ({ of }: { of: string }) => {
      ran.push(of);
      return { log: [`${of} ${String(interrupt(`${of}?`))}`] };
    })
    .addNode('sum', ({ log: said }) => ({ last: said.join(', ') }))
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', () => ['a', 'b'].map((of) => new Send('work', { of })), ['work'])
    .addEdge('work', 'sum');
  const file = join(folder(), 'kept.db');
  const { graph } = convert(built);
  const first = open({ store: sqlite(file), graphs: [graph] });
  const started = await first.start(graph, {}, { id: 't' });
  const waiting = await started.settled();
  await first.close();

  const store = sqlite(file);
  const { graph: again } = convert(built);
  const cairn = open({ store, graphs: [again] });
  onTestFinished(async () => {
    await cairn.close();
    await store.close();
  });
  const thread = cairn.thread(again, 't');
  const questions = waiting.status === 'waiting' ? waiting.questions : [];
  for (const { key, lane, payload } of questions) await thread.answer(key, `to ${String(payload)}`, { lane });
  const done = await thread.ended();
  expect(done.state.last).toBe('a to a?, b to b?');
  expect(ran).toEqual(['a', 'b', 'a', 'b']);

  expect((await replay(thread, again)).divergence).toBeUndefined();
  const middle = waiting.seq;
  const forked = await thread.fork(middle, { id: 'u' });
  for (const { key, lane } of questions) await forked.answer(key, 'no', { lane });
  expect((await forked.ended()).state.last).toBe('a no, b no');
});
