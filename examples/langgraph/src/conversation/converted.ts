import { memory, open } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { HumanMessage } from '@langchain/core/messages';
import { desk } from './langgraph.ts';

const { graph } = convert(desk, { turns: true });

export async function play() {
  const ada = await open({ store: memory(), graphs: [graph] }).start(graph, {
    messages: [new HumanMessage('I am Ada.')],
  });
  await ada.send('input', { messages: [new HumanMessage('Do I need an umbrella in Oslo?')] }, { queue: true });
  return (await ada.settled()).state;
}
