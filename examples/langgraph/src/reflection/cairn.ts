import { graph, run } from '@cairn/core';
import { conversation, model } from '@cairn/langchain';
import { critic, writer } from './given.ts';

const grade = model(critic, { prompt: 'You grade essays.' });

const app = graph({
  name: 'reflection',
  ...conversation,
  start: 'write',
  nodes: {
    write: {
      run: model(writer, { prompt: 'You write essays.' }),
      next: [{ when: ({ messages }) => messages.length > 4, to: 'end' }, 'reflect'],
    },
    reflect: { run: async (s, ctx) => ({ messages: (await grade(s, ctx)).messages.text }), next: 'write' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { messages: 'An essay on tea' })).state;
}
