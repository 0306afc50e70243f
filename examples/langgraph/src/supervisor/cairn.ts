import { run } from '@cairn/core';
import { agent, supervisor } from '@cairn/langchain';
import { clerkModel, lead, poetModel, tools } from './given.ts';

const clerk = agent({ name: 'clerk', model: clerkModel, tools });
const poet = agent({ name: 'poet', model: poetModel });

const desk = supervisor({
  name: 'desk',
  model: lead,
  prompt: 'You lead.',
  team: { clerk: { graph: clerk, about: 'Knows the prices.' }, poet: { graph: poet, about: 'Writes poems.' } },
});

export async function play() {
  return (await run(desk, { messages: 'A trip, please' })).state;
}
