import { memory, open } from '@cairn/core';
import { chat } from '@cairn/langchain';
import { llm, tools } from './given.ts';

const desk = chat({ name: 'desk', model: llm, tools, prompt: 'You are kind.' });

export async function play() {
  const ada = await open({ store: memory(), graphs: [desk] }).start(desk, {}, { id: 'ada' });
  await ada.send('say', 'I am Ada.', { queue: true });
  await ada.send('say', 'Do I need an umbrella in Oslo?', { queue: true });
  return (await ada.settled()).state;
}
