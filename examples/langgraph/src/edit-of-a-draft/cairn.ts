import { graph, memory, open } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const app = graph({
  name: 'edit-of-a-draft',
  state: { topic: z.string(), mind: z.string(), draft: z.string().optional() },
  events: { again: z.string(), publish: z.string().optional() },
  start: 'write',
  nodes: {
    write: { run: async (s, ctx) => ({ draft: await ask(`On ${s.topic}. Mind: ${s.mind}`, ctx) }), next: 'review' },
    review: {
      on: {
        again: { to: 'write', update: (_s, mind) => ({ mind }) },
        publish: { to: 'end', update: (s, text) => ({ draft: text ?? s.draft }) },
      },
    },
    end: { final: true },
  },
});

export async function play() {
  const thread = await open({ store: memory(), graphs: [app] }).start(app, { topic: 'tea', mind: 'nothing' });
  await thread.send('again', 'short', { queue: true });
  await thread.send('publish', 'Tea: very hot.', { queue: true });
  return (await thread.ended()).state;
}
