import { append, graph } from '@cairn/core';
import { z } from 'zod';
import { busy } from './busy.ts';

/** A draft that is revised until a person likes it; its questions have many kinds of answers. */
export const review = graph({
  name: 'review',
  state: {
    title: z.string(),
    draft: z.string().default(''),
    notes: append(z.object({ by: z.string(), text: z.string() })),
    verdict: z.enum(['accept', 'revise', 'drop']).optional(),
    round: z.number().default(0),
  },
  services: { busy },
  events: { nudge: z.object({}).optional() },
  questions: {
    verdict: z.object({
      verdict: z.enum(['accept', 'revise', 'drop']),
      note: z.string().max(2_000).optional(),
      score: z.number().int().min(1).max(5),
      tags: z.array(z.enum(['tone', 'facts', 'length'])).default([]),
      by: z.object({ name: z.string(), mail: z.email().optional() }),
    }),
    'choice:*': z.union([z.literal('left'), z.literal('right'), z.number()]),
  },
  limits: { tokens: Infinity, transitions: 400 },
  start: 'write',
  nodes: {
    write: {
      run: async (s, ctx) => {
        await ctx.services.busy(90_000);
        ctx.spend('tokens', 4_100);
        return { draft: `${s.title}, draft ${s.round + 1}. ${'Cairns mark the way. '.repeat(8)}`, round: s.round + 1 };
      },
      verify: (update) => (update.draft ?? '').length > 20 || 'the draft is too short',
      next: 'judge',
    },
    judge: {
      run: async (s, ctx) => {
        if (s.title.startsWith('Choices')) await ctx.ask(`choice:${s.round}`, { payload: { left: 'a', right: 'b' } });
        const said = await ctx.ask('verdict', { payload: { draft: s.draft, round: s.round } });
        return { verdict: said.verdict, notes: [{ by: said.by.name, text: said.note ?? '' }] };
      },
      on: { nudge: {} },
      next: [
        { when: (s) => s.verdict === 'accept', to: 'published', label: 'accepted' },
        { when: (s) => s.verdict === 'revise' && s.round < 5, to: 'write', label: 'revise' },
        'dropped',
      ],
    },
    published: { final: true },
    dropped: { final: true },
  },
});
