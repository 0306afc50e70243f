import { graph, run } from '@cairn/core';
import { z } from 'zod';
import { ask, askForKind, Kind } from './given.ts';

const app = graph({
  name: 'router',
  state: { wish: z.string(), kind: Kind.default('story'), text: z.string().optional() },
  start: 'route',
  nodes: {
    route: {
      run: async ({ wish }, ctx) => askForKind(`Story, joke or poem? ${wish}`, ctx),
      next: { choose: ({ kind }) => kind, among: Kind.options },
    },
    story: { run: async (s, ctx) => ({ text: await ask(`Write a story: ${s.wish}`, ctx) }), next: 'end' },
    joke: { run: async (s, ctx) => ({ text: await ask(`Write a joke: ${s.wish}`, ctx) }), next: 'end' },
    poem: { run: async (s, ctx) => ({ text: await ask(`Write a poem: ${s.wish}`, ctx) }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { wish: 'a poem on tea' })).state;
}
