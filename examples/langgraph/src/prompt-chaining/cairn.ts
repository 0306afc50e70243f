import { graph, run } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const app = graph({
  name: 'prompt-chaining',
  state: { topic: z.string(), joke: z.string().default('') },
  start: 'write',
  nodes: {
    write: { run: async (s, ctx) => ({ joke: await ask(`A joke about ${s.topic}`, ctx) }), next: 'check' },
    check: { next: [{ when: ({ joke }) => joke.includes('?'), to: 'end' }, 'improve'] },
    improve: { run: async (s, ctx) => ({ joke: await ask(`More wit: ${s.joke}`, ctx) }), next: 'polish' },
    polish: { run: async (s, ctx) => ({ joke: await ask(`A twist: ${s.joke}`, ctx) }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { topic: 'tea' })).state;
}
