// What an activity is given, what it may return, and the rules around it.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { Context, Failure } from '../../src/definition/context.ts';
import { graph } from '../../src/definition/graph.ts';
import { append, sum } from '../../src/definition/keys.ts';
import { replace } from '../../src/definition/replace.ts';
import type { StateOfKeys, UpdateOfKeys } from '../../src/definition/state.ts';

const state = { topic: z.string().transform((text) => text.length), notes: append(z.string()), cost: sum() };
type State = StateOfKeys<typeof state>;
type Update = UpdateOfKeys<typeof state>;

const elsewhere = async ({ topic }: State, { signal, key }: Context): Promise<{ topic: string }> => {
  await fetch(`https://example.org/${topic}`, { signal, headers: { 'idempotency-key': key() } });
  return { topic: 'found' };
};

export const right = graph({
  name: 'right',
  state,
  limits: { transitions: 50, tokens: 1_000 },
  start: 'sync',
  nodes: {
    sync: {
      run: (s, ctx) => {
        expectTypeOf(s).toEqualTypeOf<State>();
        expectTypeOf(ctx).toExtend<Context<'transitions' | 'tokens'>>();
        expectTypeOf(ctx.save).parameter(1).toEqualTypeOf<Update>();
        return { topic: 'a', notes: [String(s.topic)], cost: 1 };
      },
      next: 'async',
    },
    async: { run: async (s) => ({ notes: replace([...s.notes, 'a']), cost: replace(0) }), next: 'method' },
    method: {
      async run(s) {
        return s.topic > 1 ? { topic: 'a' } : undefined;
      },
      next: 'nothing',
    },
    nothing: { run: () => {}, next: 'elsewhere' },
    elsewhere: {
      run: elsewhere,
      verify: (update, s, ctx) => {
        expectTypeOf(update.topic).toEqualTypeOf<string | undefined>();
        expectTypeOf(s).toEqualTypeOf<State>();
        expectTypeOf(ctx).toExtend<Context<'transitions' | 'tokens'>>();
        expectTypeOf(ctx.save).parameter(1).toEqualTypeOf<Update>();
        return update.topic !== '' || 'there is no topic';
      },
      retry: { attempts: 3, backoff: '1s', factor: 2, max: '1m', jitter: 0.5, when: (error) => error instanceof Error },
      timeout: '30s',
      writes: ['topic'],
      cache: { key: (s) => s.topic, ttl: '1h' },
      next: 'tools',
    },
    tools: {
      run: async (s, ctx) => {
        const step = await ctx.step('fetch', () => 1);
        expectTypeOf(step).toEqualTypeOf<number>();
        const later = await ctx.step('fetch later', async () => 'a', { per: 'turn' });
        // @ts-expect-error -- a step is kept for a visit, a turn or a thread
        await ctx.step('fetch weekly', () => 1, { per: 'week' });
        expectTypeOf(later).toEqualTypeOf<string>();
        const answer = await ctx.ask('name', { payload: { why: 'to greet' }, answer: z.coerce.date() });
        expectTypeOf(answer).toEqualTypeOf<Date>();
        expectTypeOf(ctx.error).toEqualTypeOf<Failure | undefined>();
        expectTypeOf(ctx.failures).toEqualTypeOf<readonly Failure[]>();
        await ctx.sleep('nap', '5m');
        ctx.emit({ step });
        ctx.spend('tokens', 12);
        return { cost: ctx.now() };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

graph({
  name: 'wrong',
  state,
  start: 'value',
  limits: {
    // @ts-expect-error -- a limit is a number
    tokens: '10',
  },
  nodes: {
    // @ts-expect-error -- it returns what the schema takes, not what it gives
    value: { run: (s) => ({ topic: s.topic }) },
    // @ts-expect-error -- so does a promise
    promised: { run: async (s) => ({ topic: s.topic }) },
    // @ts-expect-error -- the state has no such key
    unknown: { run: () => ({ subject: 'a' }) },
    // @ts-expect-error -- the state has no such key
    unknownLater: { run: async () => ({ subject: 'a' }) },
    // Beside a known key TypeScript lets an unknown one pass; the run time refuses it.
    covered: { run: () => ({ cost: 1, subject: 'a' }) },
    // @ts-expect-error -- changes are a record
    text: { run: () => 'a' },
    // @ts-expect-error -- a list is added to by a list
    one: { run: () => ({ notes: 'a' }) },
    // @ts-expect-error -- the state has no such key
    reads: { run: (s) => ({ topic: s.subject }) },
    // @ts-expect-error -- the state is read, never written
    assigns: { run: (s) => void (s.topic = 1) },
    // @ts-expect-error -- nor its lists
    pushes: { run: (s) => void s.notes.push('a') },
    // @ts-expect-error -- the context has no such property
    context: { run: (s, ctx) => ctx.nothing },
    // @ts-expect-error -- a function written for another state
    other: { run: (s: { readonly subject: string }) => void s },
    // @ts-expect-error -- a verdict is true, false or a reason
    verify: { run: () => {}, verify: () => 1 },
    // @ts-expect-error -- how often is a number
    retry: { run: () => {}, retry: { attempts: 'often' } },
    // @ts-expect-error -- how often must be said
    retryHow: { run: () => {}, retry: { backoff: '1s' } },
    // @ts-expect-error -- not a duration
    timeout: { run: () => {}, timeout: 'soon' },
    // @ts-expect-error -- the state has no such key
    writes: { run: () => {}, writes: ['subject'] },
    // @ts-expect-error -- a cache forgets
    cache: { run: () => {}, cache: { key: (s) => s.topic } },
    // @ts-expect-error -- a guard answers at once
    guard: { next: [{ when: async (s) => s.topic > 1, to: 'end' }, 'end'] },
    // @ts-expect-error -- the state has no such key
    guardReads: { next: [{ when: (s) => s.subject > 1, to: 'end' }, 'end'] },
    // @ts-expect-error -- changes have the types of the keys
    timer: { after: { '1h': { update: (s) => ({ notes: s.topic }) } } },
    // @ts-expect-error -- changes have the types of the keys
    error: { onError: { to: 'end', update: (s, error) => ({ topic: error }) } },
    end: { final: true },
  },
});

graph({
  name: 'limited',
  state,
  limits: { tokens: 10, calls: Infinity },
  start: 'spends',
  nodes: {
    spends: {
      run: (_, ctx) => {
        ctx.spend('tokens', 1);
        ctx.spend('calls', 1);
      },
      next: 'misspelt',
    },
    // @ts-expect-error -- no limit has this name
    misspelt: { run: (_, ctx) => ctx.spend('tokns', 1), next: 'moves' },
    // @ts-expect-error -- nobody spends transitions
    moves: { run: (_, ctx) => ctx.spend('transitions', 1), next: 'elsewhere' },
    // @ts-expect-error -- no limit has this name
    verified: { run: () => {}, verify: (_, __, ctx) => ctx.spend('tokns', 1), next: 'end' },
    // Written for any graph.
    elsewhere: { run: (_, ctx: Context) => ctx.spend('euros', 1), next: 'verified' },
    end: { final: true },
  },
});

graph({
  name: 'unlimited',
  state,
  start: 'spends',
  nodes: {
    // Whoever holds this graph may declare it.
    spends: { run: (_, ctx) => ctx.spend('tokens', 1), next: 'end' },
    end: { final: true },
  },
});
