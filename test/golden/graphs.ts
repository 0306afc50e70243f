// The graphs of the golden histories. What is here was recorded: it is added to, never changed.

import { append, fatal, graph, local, merge, reduce, sum, union, upsert } from '@cairn/core';
import { z } from 'zod';

/** Waits for an event or a timer, and holds values of every sort. */
export const waits = graph({
  name: 'waits',
  state: {
    name: z.string(),
    at: z.date().optional(),
    numbers: z.array(z.unknown()).default([]),
    map: z.map(z.string(), z.bigint()).optional(),
    bytes: z.instanceof(Uint8Array).optional(),
    nothing: z.undefined().optional(),
    document: z.string().optional(),
    lines: append(z.string()),
    total: sum(10),
    seen: union(z.string()),
    prices: merge(z.number()),
    tasks: upsert(z.object({ id: z.string(), done: z.boolean() }), 'id'),
    most: reduce({ schema: z.number(), initial: 0, apply: (most, next) => Math.max(most, next) }),
    scratch: local(z.string()),
  },
  events: { go: z.object({ by: z.string() }), later: z.object({}).optional() },
  start: 'fill',
  nodes: {
    fill: {
      run: (s) => ({
        at: new Date(0),
        numbers: [NaN, -0, Infinity],
        map: new Map([['big', 12345678901234567890n]]),
        bytes: new Uint8Array([1, 2, 3]),
        document: s.name === 'big' ? 'document '.repeat(4_000) : 'small',
        lines: ['first', 'second'],
        total: 5,
        seen: ['a', 'b', 'a'],
        prices: { tea: 3 },
        tasks: [{ id: 't', done: false }],
        most: 7,
        scratch: 'scratched',
      }),
      next: 'hold',
    },
    hold: {
      on: { go: { to: 'done', update: (_s, { by }) => ({ lines: [`gone by ${by}`] }) } },
      after: { '24h': 'late' },
    },
    late: { run: () => ({ lines: ['late'] }), next: 'done' },
    done: { final: true },
  },
});

/** Lanes that wait, some that still queue, and a conflict where it is asked for. */
export const lanes = graph({
  name: 'lanes',
  state: {
    items: z.array(z.string()),
    item: z.string().optional(),
    found: append(z.string()),
    winner: z.string().optional(),
    conflict: z.boolean().default(false),
  },
  events: { go: z.object({}).optional(), meet: z.object({}).optional() },
  start: 'each',
  nodes: {
    each: { next: { each: (s) => s.items.map((item) => ({ item })), to: 'look', then: 'all', limit: 2 } },
    look: { run: (s) => ({ found: [`looked at ${s.item}`] }), next: 'hold' },
    hold: { on: { go: 'all' } },
    all: { next: { all: ['left', 'right'], then: 'done' } },
    left: { run: (s) => (s.conflict ? { winner: 'left' } : { found: ['left'] }), next: 'rest' },
    right: { run: (s) => (s.conflict ? { winner: 'right' } : { found: ['right'] }), next: 'rest' },
    rest: { on: { meet: 'done' } },
    done: { final: true },
  },
});

const inner = graph({
  name: 'inner',
  state: { question: z.string(), answer: z.string().optional() },
  start: 'ask',
  nodes: {
    ask: {
      run: async (s, ctx) => {
        const prepared = await ctx.step('prepare', () => `${s.question}?`);
        return { answer: await ctx.ask('ok', { payload: { prepared }, answer: z.string() }) };
      },
      next: 'told',
    },
    told: { final: true },
  },
});

/** A subgraph with an open question. */
export const asks = graph({
  name: 'asks',
  state: { answer: z.string().optional(), outcome: z.string().optional() },
  start: 'inquire',
  nodes: {
    inquire: {
      graph: inner,
      input: () => ({ question: 'sure' }),
      output: ({ state, outcome }) => ({ answer: state.answer, outcome }),
      next: 'done',
    },
    done: { final: true },
  },
});

/** Fails twice and is tried again, sleeps, spends, and fails for good where it is asked to. */
export const tries = graph({
  name: 'tries',
  state: {
    fails: z.number().default(2),
    tried: sum(),
    fatal: z.boolean().default(false),
    slept: z.boolean().default(false),
  },
  start: 'try',
  nodes: {
    try: {
      run: (s, ctx) => {
        if (s.fatal) throw fatal(new Error('it cannot be'));
        if (ctx.attempt <= s.fails) throw new Error(`attempt ${ctx.attempt} failed`);
        ctx.spend('calls', 1);
        return { tried: ctx.attempt };
      },
      retry: { attempts: 3, backoff: '1h' },
      next: 'sleep',
    },
    sleep: {
      run: async (_s, ctx) => {
        await ctx.sleep('night', '8h');
        return { slept: true };
      },
      next: 'done',
    },
    done: { final: true },
  },
  limits: { calls: 100 },
});

/** A graph as it was, and as it is. */
export const moved = {
  before: graph({
    name: 'moved',
    version: '1',
    state: { cents: z.number() },
    events: { go: z.object({}).optional() },
    start: 'hold',
    nodes: { hold: { on: { go: 'done' } }, done: { final: true } },
  }),
  after: graph({
    name: 'moved',
    version: '2',
    state: { euros: z.number(), log: append(z.string()) },
    events: { go: z.object({}).optional() },
    start: 'wait',
    nodes: { wait: { on: { go: 'done' } }, done: { final: true } },
    migrate: [{ from: '1', nodes: { hold: 'wait' }, state: (old) => ({ euros: Number(old['cents']) / 100 }) }],
  }),
};

export const graphs = [waits, lanes, asks, tries, moved.after];
