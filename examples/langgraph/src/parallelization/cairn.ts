import { graph, run } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const text = z.string().default('');

const app = graph({
  name: 'parallelization',
  state: { topic: z.string(), story: text, joke: text, poem: text, all: text },
  start: 'spread',
  nodes: {
    spread: { next: { all: ['writeStory', 'writeJoke', 'writePoem'], then: 'gather' } },
    writeStory: {
      run: async (s, ctx) => ({ story: await ask(`A story of ${s.topic}`, ctx) }),
      next: 'gather',
    },
    writeJoke: {
      run: async (s, ctx) => ({ joke: await ask(`A joke about ${s.topic}`, ctx) }),
      next: 'gather',
    },
    writePoem: { run: async (s, ctx) => ({ poem: await ask(`A poem on ${s.topic}`, ctx) }), next: 'gather' },
    gather: { run: ({ story, joke, poem }) => ({ all: [story, joke, poem].join('\n') }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { topic: 'tea' })).state;
}
