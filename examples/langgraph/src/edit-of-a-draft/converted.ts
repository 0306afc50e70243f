import { memory, open } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { app } from './langgraph.ts';

const { graph } = convert(app);

export async function play() {
  const thread = await open({ store: memory(), graphs: [graph] }).start(graph, { topic: 'tea', mind: 'nothing' });
  for (const said of [{ mind: 'short' }, { text: 'Tea: very hot.' }]) {
    await thread.settled();
    await thread.answer('review', said);
  }
  return (await thread.ended()).state;
}
