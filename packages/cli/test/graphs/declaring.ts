import { graph } from '@cairn/core';
import { z } from 'zod';

/** Asks what it declares, of which there are many. */
export const declaring = graph({
  name: 'declaring',
  state: {},
  questions: { 'size:*': z.number().int().min(1), sure: z.boolean() },
  start: 'ask',
  nodes: {
    ask: { run: async (_s, ctx) => void (await ctx.ask('size:a', { payload: 'of a' })), next: 'end' },
    end: { final: true },
  },
});
