import { graph, memory, open } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const app = graph({
  name: 'time-travel',
  state: { subject: z.string().optional(), joke: z.string().optional() },
  start: 'choose',
  nodes: {
    choose: { run: async (_s, ctx) => ({ subject: await ask('A subject, please', ctx) }), next: 'tell' },
    tell: { run: async (s, ctx) => ({ joke: await ask(`A joke about ${s.subject}`, ctx) }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  const thread = await open({ store: memory(), graphs: [app] }).start(app, {}, { id: 'jokes' });
  const { state: told } = await thread.ended();
  const before = (await thread.history()).find(({ to }) => to === 'tell');
  const forked = await thread.fork(before?.seq ?? 1, { set: { subject: 'chickens' } });
  return { told, retold: (await forked.ended()).state };
}
