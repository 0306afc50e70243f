import { graph } from '@cairn/core';

/** Talks to a graph of another module, which it knows by name. */
export const caller = graph({
  name: 'caller',
  state: {},
  start: 'call',
  nodes: {
    call: { run: async (_s, ctx) => void (await ctx.start({ name: 'called' })), next: 'called' },
    called: { final: true },
  },
});
