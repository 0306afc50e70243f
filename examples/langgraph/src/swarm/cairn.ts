import { memory, open } from '@cairn/core';
import { swarm } from '@cairn/langchain';
import { llm } from './given.ts';

const desk = swarm({
  name: 'desk',
  start: 'sales',
  members: {
    sales: { model: llm, about: 'Sells.', prompt: 'You sell.' },
    help: { model: llm, about: 'Helps.', prompt: 'You help.' },
  },
});

export async function play() {
  const ada = await open({ store: memory(), graphs: [desk] }).start(desk);
  for (const said of ['I want to buy a bicycle', 'It is broken', 'To which address?'])
    await ada.send('say', said, { queue: true });
  return (await ada.settled()).state;
}
