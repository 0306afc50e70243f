// A consumer's library, whose declarations others compile against: graphs with whatever graphs have.
// The consumer test emits its declarations, and type-checks `library-user.ts` against them.

import {
  append,
  graph,
  local,
  merge,
  reduce,
  replace,
  service,
  sum,
  transient,
  union,
  upsert,
  type Context,
} from '@cairn/core';
import { z } from 'zod';

interface Mailer {
  send(text: string): Promise<void>;
}

const item = z.object({ id: z.string(), weight: z.number().optional() });

export const keys = graph({
  name: 'keys',
  state: {
    plain: z.string(),
    defaulted: z.number().default(0),
    optional: z.string().optional(),
    nested: z.object({ when: z.date(), tags: z.array(z.string()) }).optional(),
    list: append(z.string()),
    count: sum(),
    names: union(z.string()),
    scores: merge(z.number()),
    items: upsert(item, 'id'),
    folded: reduce({ schema: z.number(), initial: 0, apply: (all, one) => all + one }),
    mine: local(z.string()),
    gone: transient(z.instanceof(Uint8Array)),
    from: append(z.string(), { from: (one: number | string[]) => (typeof one === 'number' ? [`${one}`] : one) }),
  },
  start: 'fill',
  nodes: {
    fill: {
      run: () => ({ list: replace(['a']), count: 1, items: { upsert: [{ id: 'a' }], remove: ['b'] } }),
      next: 'end',
    },
    end: { final: true },
  },
});

export const asks = graph({
  name: 'asks',
  state: { text: z.string().optional() },
  events: { say: z.object({ text: z.string() }), stop: z.undefined() },
  questions: { approve: z.boolean(), 'task:*': z.object({ by: z.string() }) },
  services: { mailer: service<Mailer>(), cache: service<Map<string, string> | null>() },
  limits: { tokens: { max: 100, per: 'turn' } },
  start: 'idle',
  nodes: {
    idle: { on: { say: { to: 'work', update: (_s, event) => ({ text: event.text }) }, stop: 'over' } },
    work: {
      run: async (s, ctx) => {
        if (await ctx.ask('approve', { payload: s.text })) await ctx.services.mailer.send(s.text ?? '');
      },
      next: [{ when: (s) => s.text === undefined, to: 'idle' }, 'over'],
    },
    over: { final: true },
  },
});

export const whole = graph({
  name: 'whole',
  state: { plain: z.string(), text: z.string().optional(), parts: append(z.string()) },
  services: { log: service<(line: string) => void>() },
  start: 'open',
  nodes: {
    open: { next: { all: ['one', 'two'], then: 'end' } },
    one: {
      graph: keys,
      input: (s) => ({ plain: s.plain }),
      output: (ended) => ({ parts: [ended.state.plain] }),
      next: 'end',
    },
    two: { graph: asks, next: 'end' },
    end: { final: true },
  },
});

export const ofActivity = (ctx: Context) => ({ ...ctx });
