// Threads of LangGraph that go on by what their graph was converted into.

import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import {
  Annotation,
  Command,
  END,
  MemorySaver,
  MessagesAnnotation,
  START,
  Send,
  StateGraph,
  interrupt,
} from '@langchain/langgraph';
import { memory, open } from '@cairn/core';
import { blameOf, historyOf } from '@cairn/core/inspect';
import { expect, onTestFinished, test } from 'vitest';
import { convert, importThreads } from '../src/index.ts';

const textOf = ({ text }: BaseMessage): string => text;

const ada = { configurable: { thread_id: 'ada' } };

test('a conversation of an agent has its messages, and takes its next turn', async () => {
  const build = new StateGraph(MessagesAnnotation)
    .addNode('model', ({ messages }) => {
      const last = messages.at(-1);
      if (last?.type === 'tool') return { messages: [new AIMessage(`It is ${last.text}.`)] };
      return {
        messages: [new AIMessage({ content: '', tool_calls: [{ name: 'look', args: {}, id: `c${messages.length}` }] })],
      };
    })
    .addNode('tools', ({ messages }) => ({
      messages: [new ToolMessage({ content: `${messages.length} o'clock`, tool_call_id: `c${messages.length - 1}` })],
    }))
    .addEdge(START, 'model')
    .addConditionalEdges('model', ({ messages }) => (messages.at(-1)?.text === '' ? 'tools' : END), ['tools', END])
    .addEdge('tools', 'model');
  const from = new MemorySaver();
  const app = build.compile({ checkpointer: from });
  for (const said of ['what time is it?', 'and now?']) await app.invoke({ messages: [new HumanMessage(said)] }, ada);
  const { graph } = convert(build, { name: 'clock', turns: true });
  const store = memory();
  expect(await importThreads(from, { store, graph })).toMatchObject({ imported: ['ada'], failed: [] });
  const cairn = open({ store, graphs: [graph] });
  onTestFinished(() => cairn.close());
  const thread = cairn.thread(graph, 'ada');
  const said = async (): Promise<readonly string[]> => (await thread.settled()).state.messages.map(textOf);
  const before = (await app.getState(ada)).values.messages.map(textOf);
  expect(await said()).toEqual(before);
  expect((await blameOf(store, 'ada', 'messages')).parts.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 7, 8, 9, 10]);
  await thread.send('input', { messages: [new HumanMessage('and later?')] });
  expect((await said()).slice(8)).toEqual(['and later?', '', "10 o'clock", "It is 10 o'clock."]);
  await app.invoke({ messages: [new HumanMessage('and later?')] }, ada);
  expect((await app.getState(ada)).values.messages.map(textOf)).toEqual(await said());
});

const list = Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] });
const State = Annotation.Root({ said: list });

test.each(['beside', 'sent', 'beside and sent'])(
  'a thread that stopped before nodes that run %s goes on with them',
  async (kind) => {
    const build = new StateGraph(State)
      .addNode('begin', () => ({ said: ['begin'] }))
      .addNode('left', ({ said }) => ({ said: [`left ${said.length}`] }))
      .addNode('right', ({ said }) => ({ said: [`right ${said.length}`] }))
      .addNode('both', ({ said }) => ({ said: [`${said.length}, ${interrupt<string, string>('good?')}`] }))
      .addEdge(START, 'begin')
      .addConditionalEdges(
        'begin',
        () => [
          ...(kind === 'sent' ? [] : ['left', 'right']),
          ...(kind === 'beside' ? [] : [new Send('left', { said: ['a', 'b'] }), new Send('right', { said: ['a'] })]),
        ],
        ['left', 'right'],
      )
      .addEdge('left', 'both')
      .addEdge('right', 'both')
      .addEdge('both', END);
    const from = new MemorySaver();
    const app = build.compile({ checkpointer: from, interruptBefore: ['left', 'right'] });
    await app.invoke({ said: ['hello'] }, ada);
    const { graph } = convert(build, { name: 'both' });
    const store = memory();
    expect(await importThreads(from, { store, graph })).toMatchObject({ imported: ['ada'], failed: [] });
    const cairn = open({ store, graphs: [graph] });
    onTestFinished(() => cairn.close());
    const thread = cairn.thread(graph, 'ada');
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ payload: 'good?' }] });
    await thread.answer('both', 'yes');
    const { status, state } = await thread.settled();
    await app.invoke(null, ada);
    const { said } = await app.invoke(new Command({ resume: 'yes' }), ada);
    expect([status, state.said]).toEqual(['done', said]);
    const causes = (await historyOf(store, 'ada')).slice(0, 3).map(({ cause }) => cause);
    expect(causes).toEqual(['start', 'edit', 'done']);
  },
);
