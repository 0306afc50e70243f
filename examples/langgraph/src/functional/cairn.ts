import { graph, memory, open } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const essay = graph({
  name: 'essay',
  state: { topic: z.string(), drafts: z.array(z.string()).default([]) },
  questions: { 'again:*': z.boolean() },
  start: 'write',
  nodes: {
    write: {
      run: async ({ topic }, ctx) => {
        const drafts = [await ctx.step('write', () => ask(`Write about ${topic}`, ctx))];
        for (let n = 1; await ctx.ask(`again:${n}`, { payload: drafts.at(-1) }); n++)
          drafts.push(await ctx.step(`improve ${n}`, () => ask(`Improve: ${drafts.at(-1)}`, ctx)));
        return { drafts };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

export async function play() {
  const thread = await open({ store: memory(), graphs: [essay] }).start(essay, { topic: 'tea' });
  await thread.settled();
  await thread.answer('again:1', true);
  await thread.settled();
  await thread.answer('again:2', false);
  return (await thread.ended()).state;
}
