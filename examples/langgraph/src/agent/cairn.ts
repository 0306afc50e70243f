import { graph, run } from '@cairn/core';
import { callsTools, conversation, model, toolNodes } from '@cairn/langchain';
import { llm, tools } from './given.ts';

const agent = graph({
  name: 'agent',
  ...conversation,
  start: 'think',
  nodes: {
    think: { run: model(llm, { tools, prompt: 'You reckon.' }), next: [{ when: callsTools, to: 'tools' }, 'end'] },
    ...toolNodes(tools, { then: 'think' }),
    end: { final: true },
  },
});

export async function play() {
  return (await run(agent, { messages: 'What is 3 * 4 + 2 + 5?' })).state;
}
