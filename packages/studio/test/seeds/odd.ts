import { append, graph, sum } from '@cairn/core';
import { z } from 'zod';

/** Two checkpoints a round, as many as are asked for. */
export const counter = graph({
  name: 'counter',
  state: { to: z.number(), count: sum(), last: append(z.string()) },
  events: { stop: z.object({}).optional() },
  limits: { transitions: 100_000 },
  start: 'tick',
  nodes: {
    tick: {
      run: (s) => ({ count: 1, ...(s.count % 100 === 0 && { last: [`at ${s.count}`] }) }),
      next: [{ when: (s) => s.count < s.to, to: 'tock', label: 'on' }, 'rest'],
    },
    tock: { next: 'tick' },
    rest: { on: { stop: 'stopped' } },
    stopped: { final: true },
  },
});

/** A state of two megabytes, of which a part changes. */
export const library = graph({
  name: 'library',
  state: {
    seed: z.number(),
    books: z.array(z.object({ id: z.string(), title: z.string(), pages: z.array(z.string()) })).default([]),
    text: z.string().default(''),
  },
  events: { close: z.object({}).optional() },
  start: 'load',
  nodes: {
    load: {
      run: (s) => ({
        text: 'All the pages, one after the other. '.repeat(14_000),
        books: Array.from({ length: 400 }, (_, at) => ({
          id: `B-${at}`,
          title: `Volume ${at + s.seed}`,
          pages: Array.from({ length: 50 }, (__, page) => `Page ${page} of volume ${at}: it rains in the hills.`),
        })),
      }),
      next: 'index',
    },
    index: {
      run: (s) => ({ books: s.books.map((book, at) => (at === 17 ? { ...book, title: 'The lost volume' } : book)) }),
      next: 'open',
    },
    open: { on: { close: 'closed' } },
    closed: { final: true },
  },
});

/** Names and values that are hard to show. */
export const strange = graph({
  name: 'strange',
  state: {
    html: z.string(),
    controls: z.string(),
    turned: z.string(),
    "a key's name & <angles>": z.string().default('<script>document.title="!"</script>'),
    long: z.string(),
    nested: z.unknown().optional(),
    missing: z.undefined().optional(),
    numbers: z.array(z.unknown()).default([]),
  },
  events: { 'an event <b>with</b> a name': z.object({ '"': z.string() }) },
  start: 'a-node-with-a-very-long-name-longer-than-any-column-that-one-would-think-of-giving-it',
  nodes: {
    'a-node-with-a-very-long-name-longer-than-any-column-that-one-would-think-of-giving-it': {
      run: (_, ctx) => {
        if (ctx.attempt === 1)
          throw new Error('\u001B[31mred\u001B[0m <img src=x onerror=alert(1)>\n  second line\u202Egnp.exe');
        return {
          numbers: [Number.NaN, -0, Number.POSITIVE_INFINITY, 12n, new Date(0), new Set([1]), new Uint8Array(3)],
          nested: { a: { b: { c: { d: { e: { f: ['deep'] } } } } }, __proto__x: 1 },
        };
      },
      retry: { attempts: 2 },
      next: 'halt',
    },
    halt: { on: { 'an event <b>with</b> a name': 'over' } },
    over: { final: true },
  },
});
