import { append, graph, type Context } from '@cairn/core';
import { z } from 'zod';

/** A question that any text answers. */
export const text = { answer: z.string() };

/** A graph of one node that runs `work`, which returns what it heard. */
export const hearing = (work: (context: Context) => Promise<readonly string[]>) =>
  graph({
    name: 'hearing',
    state: { heard: append(z.string()) },
    start: 'work',
    nodes: { work: { run: async (_s, ctx) => ({ heard: [...(await work(ctx))] }), next: 'end' }, end: { final: true } },
  });
