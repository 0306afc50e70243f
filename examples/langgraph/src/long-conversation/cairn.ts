import { memory, open } from '@cairn/core';
import { chat } from '@cairn/langchain';
import { llm } from './given.ts';

const summary = { above: 3, keep: 2, prompt: 'Sum up what was said.' };
const desk = chat({ name: 'desk', model: llm, summary });

export async function play() {
  const ada = await open({ store: memory(), graphs: [desk] }).start(desk, {}, { id: 'ada' });
  for (const said of ['one', 'two', 'three']) await ada.send('say', said, { queue: true });
  return (await ada.settled()).state;
}
