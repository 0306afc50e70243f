import { memory, open } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { HumanMessage } from '@langchain/core/messages';
import { desk } from './langgraph.ts';

const { graph } = convert(desk, { turns: true });

export async function play() {
  const [first, ...more] = ['I want to buy a bicycle', 'It is broken', 'To which address?'].map((said) => ({
    messages: [new HumanMessage(said)],
  }));
  const ada = await open({ store: memory(), graphs: [graph] }).start(graph, first);
  for (const input of more) await ada.send('input', input, { queue: true });
  return (await ada.settled()).state;
}
