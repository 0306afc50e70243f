// A graph may declare its questions: then who asks and who answers is held to them.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { Addressed } from '../../src/definition/addressed.ts';
import type { Context } from '../../src/definition/context.ts';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import type { ActivityOf, AnswersOf, ContextOf } from '../../src/definition/parts.ts';
import type { Now, Result } from '../../src/runtime/result.ts';
import type { Thread } from '../../src/runtime/thread.ts';

const state = { by: z.string().optional() };

const parts = {
  state,
  questions: {
    approve: z.object({ by: z.string(), at: z.string().transform((text) => new Date(text)) }),
    // Keys that are made when it runs.
    'vote:*': z.number(),
    sure: z.boolean(),
  },
};
type Asks = typeof parts;

const elsewhere: ActivityOf<Asks> = async (_s, { ask }) => ({ by: (await ask('approve')).by });
const anywhere = async (_: object, ctx: Context): Promise<void> => void (await ctx.ask('name', { answer: z.string() }));

const inner = graph({
  name: 'inner',
  ...parts,
  start: 'ask',
  nodes: {
    ask: {
      run: async (_s, ctx) => {
        const approved = await ctx.ask('approve', { payload: { why: 'it costs much' } });
        expectTypeOf(approved).toEqualTypeOf<{ by: string; at: Date }>();
        expectTypeOf(await ctx.ask(`vote:${approved.by}`)).toEqualTypeOf<number>();
        expectTypeOf(await ctx.ask('sure')).toEqualTypeOf<boolean>();
        return { by: approved.by };
      },
      verify: async (_u, _s, { ask }) => (await ask('sure')) || 'no',
      next: 'elsewhere',
    },
    elsewhere: { run: elsewhere, next: 'anywhere' },
    anywhere: { run: anywhere, next: 'end' },
    end: { final: true },
  },
});

const outer = graph({
  name: 'outer',
  state,
  questions: { name: z.string(), sure: z.string() },
  start: 'inner',
  nodes: { inner: { graph: inner, next: 'end' }, end: { final: true } },
});

const between = graph({
  name: 'between',
  state,
  start: 'inner',
  nodes: { inner: { graph: inner, next: 'end' }, end: { final: true } },
});

const free = graph({
  name: 'free',
  state,
  start: 'ask',
  nodes: {
    ask: {
      run: async (_s, ctx) => {
        expectTypeOf(await ctx.ask('anything', { answer: z.coerce.date() })).toEqualTypeOf<Date>();
        // @ts-expect-error -- nothing is declared: it says what answers it
        await ctx.ask('anything');
      },
      next: 'end',
    },
    end: { final: true },
  },
});

graph({
  name: 'wrong',
  ...parts,
  start: 'unknown',
  nodes: {
    // @ts-expect-error -- the graph declares no such question
    unknown: { run: async (_s, ctx) => void (await ctx.ask('aprove')), next: 'freely' },
    // @ts-expect-error -- nor is one asked freely
    freely: { run: async (_s, ctx) => void (await ctx.ask('name', { answer: z.string() })), next: 'twice' },
    // @ts-expect-error -- its schema is said once, where it is declared
    twice: { run: async (_s, ctx) => void (await ctx.ask('approve', { answer: z.string() })), next: 'end' },
    // @ts-expect-error -- a vote is a number
    value: { run: async (_s, ctx) => ({ by: await ctx.ask('vote:1') }), next: 'end' },
    end: { final: true },
  },
});

// @ts-expect-error -- a question is declared by the schema of its answer
graph({ name: 'bare', state, questions: { approve: 'text' }, start: 'end', nodes: { end: { final: true } } });

expectTypeOf<AnswersOf<Asks>>().branded.toEqualTypeOf<{
  readonly approve: { by: string; at: string };
  readonly [vote: `vote:${string}`]: number;
  readonly sure: boolean;
}>();
expectTypeOf<AnswersOf<typeof between>>().branded.toEqualTypeOf<AnswersOf<typeof inner>>();
expectTypeOf<AnswersOf<typeof outer>['sure']>().toEqualTypeOf<boolean | string>();
expectTypeOf<ContextOf<{ state: {} }>['ask']>().toEqualTypeOf<Context['ask']>();

declare const asked: Thread<FactsOf<typeof outer>>;
declare const within: Thread<FactsOf<typeof between>>;
declare const freely: Thread<FactsOf<typeof free>>;
declare const unknown: Thread;

async function answers(): Promise<void> {
  await asked.answer('name', 'Ada');
  await asked.answer('approve', { by: 'Ada', at: '2026-01-01' }, { lane: 'inner.1', queue: true });
  await asked.answer(`vote:${asked.id}`, 3);
  await asked.answer('sure', 'yes');
  await within.answer('sure', true);
  await freely.answer('anything', new Date());
  await unknown.answer('anything', 1);
  // Whoever knows better answers in the place of a child, whose key no graph declares.
  await asked.answer('review', { status: 'done', thread: 'R-1', outcome: 'graded', state: { grade: 3 } });
  await asked.answer(
    'review',
    { status: 'cancelled', thread: 'R-1', reason: 'too late', state: {} },
    { lane: 'inner.1' },
  );
  // @ts-expect-error -- an end has a status
  await asked.answer('review', { grade: 3 });
  // @ts-expect-error -- no graph of the thread declares such a question
  await asked.answer('nmae', 'Ada');
  // @ts-expect-error -- an answer is what the schema takes
  await asked.answer('approve', { by: 'Ada', at: new Date() });
  // @ts-expect-error -- a vote is a number
  await within.answer('vote:1', 'three');
}
void answers;

declare const named: Addressed<FactsOf<typeof outer>>;

function tell(ctx: Context): void {
  ctx.answer(outer, 'T-1', 'approve', { by: 'Ada', at: '2026-01-01' }, { id: 'call-1' });
  ctx.answer(free, 'T-1', 'anything', 1);
  ctx.answer(named, 'T-1', 'name', 'Ada');
  ctx.answer(outer, 'T-1', 'review', { status: 'done', thread: 'R-1', outcome: 'graded', state: { grade: 3 } });
  // @ts-expect-error -- an end has a status
  ctx.answer(outer, 'T-1', 'review', { grade: 3 });
  // @ts-expect-error -- no graph of the thread declares such a question
  ctx.answer(outer, 'T-1', 'nmae', 'Ada');
  // @ts-expect-error -- an answer is what the schema takes
  ctx.answer(outer, 'T-1', 'name', 1);
}
void tell;

type Key = 'approve' | 'name' | 'sure' | `vote:${string}`;
declare const rest: Result<FactsOf<typeof outer>>;
if (rest.status === 'waiting') {
  for (const question of rest.questions) {
    if (question.child === undefined) expectTypeOf(question.key).toEqualTypeOf<Key>();
    else expectTypeOf(question).toExtend<{ readonly key: string; readonly child: string }>();
    // A key that no graph declares may be a child's.
    if (question.key === 'review') expectTypeOf(question.child).toEqualTypeOf<string | undefined>();
  }
}
declare const now: Now<FactsOf<typeof outer>>;
if (now.status === 'running' && now.questions[0]?.child === undefined)
  expectTypeOf(now.questions[0]?.key).toEqualTypeOf<Key | undefined>();
declare const whatever: Result<FactsOf<typeof free>>;
if (whatever.status === 'waiting') expectTypeOf(whatever.questions[0]?.key).toEqualTypeOf<string | undefined>();
expectTypeOf(asked).toExtend<Thread>();
expectTypeOf(outer).toExtend<AnyGraph>();
