import { graph, run } from '@cairn/core';
import { z } from 'zod';
import { ask, grade } from './given.ts';

const text = z.string();

const app = graph({
  name: 'evaluator-optimizer',
  state: { topic: text, joke: text.default(''), hint: text.default('none'), funny: z.boolean().default(false) },
  start: 'write',
  nodes: {
    write: {
      run: async (s, ctx) => ({ joke: await ask(`A joke about ${s.topic}. Hint: ${s.hint}`, ctx) }),
      next: 'grade',
    },
    grade: { run: async ({ joke }, ctx) => grade(`Is this funny? ${joke}`, ctx), next: 'decide' },
    decide: { next: [{ when: ({ funny }) => funny, to: 'end' }, 'write'] },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { topic: 'cats' })).state;
}
