// What functions return keeps its literals, whether they look at their parameters or not.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { append } from '../../src/definition/keys.ts';

const state = {
  status: z.enum(['open', 'closed']).optional(),
  one: z.literal(1).optional(),
  ok: z.literal(true).optional(),
  tags: append(z.enum(['a', 'b'])),
  deep: z.object({ a: z.literal('x'), list: z.array(z.literal('y')) }).optional(),
  pair: z.tuple([z.literal('p'), z.number()]).optional(),
  at: z.date().optional(),
};

const events = { go: z.string() };

const child = graph({
  name: 'child',
  state: { mode: z.enum(['fast', 'slow']) },
  start: 'end',
  nodes: { end: { final: true } },
});

export const kept = graph({
  name: 'kept',
  state,
  events,
  start: 'run',
  on: { go: { update: () => ({ status: 'open' }) } },
  nodes: {
    run: { run: () => ({ status: 'open', one: 1, ok: true, at: new Date(0) }), next: 'later' },
    later: { run: async () => ({ tags: ['a', 'b'], deep: { a: 'x', list: ['y'] }, pair: ['p', 2] }), next: 'block' },
    block: {
      run: () => {
        if (Math.random() > 0.5) return { status: 'open' };
        return { status: 'closed' };
      },
      verify: () => 'never',
      next: 'waits',
    },
    waits: {
      on: { go: [{ when: () => false, to: 'end' }, { update: () => ({ status: 'closed' }) }] },
      after: { '1h': { update: () => ({ status: 'closed' }) } },
      onError: { to: 'end', update: () => ({ status: 'closed' }) },
    },
    choose: { next: { choose: () => 'run', among: ['run', 'end'] } },
    each: { next: { each: () => [{ status: 'open' }], to: 'run', then: 'end' } },
    all: { next: { all: ['run'], then: 'end', merge: () => ({ status: 'open' }) } },
    child: { graph: child, input: () => ({ mode: 'fast' }), output: () => ({ status: 'open' }), next: 'end' },
    end: { final: true },
  },
});

graph({
  name: 'wrong',
  state,
  events,
  start: 'run',
  nodes: {
    // @ts-expect-error -- no such value
    run: { run: () => ({ status: 'opened' }), next: 'later' },
    // @ts-expect-error -- no such value
    later: { run: async () => ({ deep: { a: 'z', list: [] } }), next: 'end' },
    // @ts-expect-error -- no such key
    key: { run: () => ({ state: 'open' }), next: 'end' },
    // @ts-expect-error -- no such value
    event: { on: { go: { update: () => ({ status: 'shut' }) } } },
    // @ts-expect-error -- the child has no such value
    child: { graph: child, input: () => ({ mode: 'quick' }), next: 'end' },
    // @ts-expect-error -- it may pick only what is listed
    choose: { next: { choose: () => 'wrong', among: ['run'] } },
    // @ts-expect-error -- there is no child to give an input to
    input: { run: () => {}, input: () => ({}) },
    end: { final: true },
  },
});

// A graph whose nodes say nothing but functions knows their names.
export const alone = graph({
  name: 'alone',
  state,
  events,
  start: 'only',
  on: { go: 'only' },
  nodes: { only: { on: { go: { update: (s, e) => ({ status: e === '' ? s.status : 'open' }) } } } },
});
expectTypeOf<FactsOf<typeof alone>['outcome']>().toEqualTypeOf<never>();

graph({ name: 'alone', state, start: 'only', nodes: { only: { run: (s) => ({ one: s.one }) } } });
// @ts-expect-error -- no node has this name
graph({ name: 'alone', state, start: 'other', nodes: { only: { run: (s) => ({ one: s.one }) } } });
// @ts-expect-error -- no such value
graph({ name: 'alone', state, start: 'only', nodes: { only: { run: (s) => ({ one: s.one === 1 ? 2 : 1 }) } } });
// @ts-expect-error -- no such key
graph({ name: 'alone', state, start: 'only', nodes: { only: { run: (s) => ({ one: s.two }) } } });
