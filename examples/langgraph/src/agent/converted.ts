import { run } from '@cairn/core';
import { HumanMessage } from '@langchain/core/messages';
import { convert } from '@cairn/langgraph';
import { agent } from './langgraph.ts';

const { graph } = convert(agent);

export async function play() {
  return (await run(graph, { messages: [new HumanMessage('What is 3 * 4 + 2 + 5?')] })).state;
}
