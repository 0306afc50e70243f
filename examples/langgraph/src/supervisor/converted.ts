import { run } from '@cairn/core';
import { HumanMessage } from '@langchain/core/messages';
import { convert } from '@cairn/langgraph';
import { desk } from './langgraph.ts';

const { graph } = convert(desk);

export async function play() {
  return (await run(graph, { messages: [new HumanMessage('A trip, please')] })).state;
}
