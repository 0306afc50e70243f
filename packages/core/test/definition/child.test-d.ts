import { graph, type Context } from '@cairn/core';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

const review = graph({
  name: 'review',
  state: { text: z.string(), grade: z.number().optional() },
  start: 'read',
  nodes: {
    read: { next: [{ when: (s) => s.text === '', to: 'skipped' }, 'graded'] },
    graded: { final: true },
    skipped: { final: true },
  },
});

const free = graph({
  name: 'free',
  state: { n: z.number().default(0) },
  start: 'end',
  nodes: { end: { final: true } },
});

export async function waits(ctx: Context): Promise<void> {
  const end = await ctx.child('review', review, { text: 'x' }, { id: 'r', tags: ['paper'], whenLeft: 'leave' });
  expectTypeOf(end.thread).toEqualTypeOf<string>();
  if (end.status === 'done') expectTypeOf(end.outcome).toEqualTypeOf<'graded' | 'skipped'>();
  else expectTypeOf(end.reason).toEqualTypeOf<string>();
  expectTypeOf(end.state.grade).toEqualTypeOf<number | undefined>();
  await ctx.child('free', free);
  // @ts-expect-error an input that is needed
  await ctx.child('review', review);
  // @ts-expect-error an input of another type
  await ctx.child('review', review, { text: 1 });
  // @ts-expect-error no such way
  await ctx.child('free', free, {}, { whenLeft: 'keep' });
  // @ts-expect-error a child begins at once
  await ctx.child('free', free, {}, { after: '1h' });
}
