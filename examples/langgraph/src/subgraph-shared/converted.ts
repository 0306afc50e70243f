import { run } from '@cairn/core';
import { HumanMessage } from '@langchain/core/messages';
import { convert } from '@cairn/langgraph';
import { app } from './langgraph.ts';

const { graph } = convert(app);

export async function play() {
  return (await run(graph, { messages: [new HumanMessage('Hello')] })).state;
}
