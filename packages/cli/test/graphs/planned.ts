import { append, graph } from '@cairn/core';
import { z } from 'zod';

/** Has lanes of which some wait for others. */
export default graph({
  name: 'planned',
  state: { step: z.string().default(''), done: append(z.string()) },
  start: 'plan',
  nodes: {
    plan: {
      next: {
        each: () => [{ step: 'roof' }, { step: 'walls' }, { step: 'ground' }],
        id: (s) => s.step,
        needs: (s) => ({ roof: ['walls', 'ground'], walls: ['ground'] })[s.step],
        to: 'build',
        then: 'built',
      },
    },
    build: { run: async (s, ctx) => ({ done: [await ctx.ask(s.step, { answer: z.string() })] }), next: 'built' },
    built: { final: true },
  },
});
