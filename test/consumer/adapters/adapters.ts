// A consumer's program with LangChain and LangGraph, which the consumer test type-checks, emits the declarations of, and runs.

import { open, run } from '@cairn/core';
import { agent } from '@cairn/langchain';
import { CairnSaver, convert } from '@cairn/langgraph';
import { sqlite } from '@cairn/sqlite';
import { HumanMessage } from '@langchain/core/messages';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';

export const helper = agent({ name: 'helper', model: new FakeListChatModel({ responses: ['Gladly.'] }), tools: [] });

const cairn = open({ store: sqlite('helper.db'), graphs: [helper] });
const thread = await cairn.start(helper, { messages: 'Help me.' });
const result = await thread.ended();
if (result.status !== 'done') throw new Error(`It is ${result.status}.`);
const [, answer] = result.state.messages;
await cairn.close();

const saver = new CairnSaver(sqlite('graph.db'));
const echo = new StateGraph(MessagesAnnotation)
  .addNode('answer', ({ messages }) => ({ messages: [`You said: ${messages.at(-1)?.text}`] }))
  .addEdge(START, 'answer')
  .addEdge('answer', END)
  .compile({ checkpointer: saver });
const config = { configurable: { thread_id: 'ada' } };
await echo.invoke({ messages: [new HumanMessage('one')] }, config);
const { messages } = await echo.invoke({ messages: [new HumanMessage('two')] }, config);

export const { graph: converted } = convert(echo);
const { state } = await run(converted, { messages: [new HumanMessage('three')] });
console.log([answer, ...messages, ...state.messages].map((each) => each?.text).join(' | '));
