import { memory, open } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { HumanMessage } from '@langchain/core/messages';
import { clerk } from './langgraph.ts';

const { graph } = convert(clerk);

export async function play() {
  const thread = await open({ store: memory(), graphs: [graph] }).start(graph, {
    messages: [new HumanMessage('Pay Ada')],
  });
  const asked: unknown[] = [];
  for (const said of [{ approve: false, reason: 'Too much' }, { approve: true }]) {
    const waiting = await thread.settled();
    asked.push(waiting.status === 'waiting' && waiting.questions[0]?.payload);
    await thread.answer('review', said);
  }
  return { state: (await thread.ended()).state, asked };
}
