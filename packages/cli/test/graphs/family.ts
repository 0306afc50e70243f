import { graph, service } from '@cairn/core';
import { z } from 'zod';

/** Grades a text, and asks somebody where it is long. */
export const review = graph({
  name: 'review',
  state: { text: z.string(), grade: z.number().default(0) },
  questions: { grade: z.number() },
  start: 'read',
  nodes: {
    read: {
      run: async (s, ctx) => ({ grade: s.text.length > 9 ? await ctx.ask('grade') : s.text.length }),
      next: 'graded',
    },
    graded: { final: true },
  },
});

/** Has a text graded, and what was graded filed, by threads of their own. */
export const paper = graph({
  name: 'paper',
  state: { text: z.string(), grade: z.number().default(0), filed: z.string().optional() },
  start: 'ask',
  nodes: {
    ask: {
      run: async (s, ctx) => {
        const { status, state } = await ctx.child('grade', review, { text: s.text }, { id: `${ctx.thread}-grade` });
        return { grade: status === 'done' ? state.grade : -1 };
      },
      next: 'file',
    },
    file: {
      run: async (s, ctx) => {
        const filed = await ctx.child('file', folder, { text: s.text }, { id: `${ctx.thread}-file` });
        return { filed: filed.status };
      },
      next: 'judged',
    },
    judged: { final: true },
  },
});

/** Has what it is given read by a thread of its own. */
export const folder = graph({
  name: 'folder',
  state: { text: z.string() },
  start: 'check',
  nodes: {
    check: {
      run: async (s, ctx) => void (await ctx.child('again', review, { text: s.text.slice(0, 3) })),
      next: 'filed',
    },
    filed: { final: true },
  },
});

/** Beside them, one that nobody can run here, and one of a name that is there. */
export const unserved = graph({
  name: 'unserved',
  state: {},
  services: { press: service<() => void>() },
  start: 'end',
  nodes: { end: { final: true } },
});
export const mistaken = graph({ name: 'mistaken', state: {}, start: 'end', nodes: { end: { next: 'end' } } });
export const reviewToo = graph({ ...review.source, name: 'review' } as never);
