// The functions of a fork see the state and return changes.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { graph } from '../../src/definition/graph.ts';
import { append, local } from '../../src/definition/keys.ts';
import type { NodeOf } from '../../src/definition/parts.ts';

const state = { companies: z.array(z.string()), company: local(z.string()), found: append(z.string()) };

export const research = graph({
  name: 'research',
  state,
  start: 'spread',
  nodes: {
    spread: {
      next: {
        each: (s) => s.companies.map((company) => ({ company })),
        to: 'look',
        id: (s, { lane }) => `${lane}${s.company ?? ''}`,
        needs: (s) => (s.companies[0] === s.company ? undefined : s.companies.slice(0, 1)),
        then: 'fork',
        onError: {
          to: 'fork',
          keep: true,
          update: (s, error) => ({ found: [...s.found, error.message] }),
        },
        need: (s, { now }) => (s.companies.length > now ? 'any' : 2),
        limit: (s) => {
          expectTypeOf(s.company).toEqualTypeOf<string | undefined>();
          return s.companies.length;
        },
        merge: (lanes, s) => {
          expectTypeOf(lanes[0]!.lane).toEqualTypeOf<string>();
          expectTypeOf(lanes[0]!.node).toEqualTypeOf<'spread' | 'look' | 'fork' | 'plan' | 'end'>();
          expectTypeOf(lanes[0]!.state).toEqualTypeOf<typeof s>();
          return { found: lanes.flatMap((lane) => lane.state.found) };
        },
      },
    },
    look: { run: (s) => ({ found: [s.company ?? ''] }), next: 'fork' },
    fork: {
      next: {
        all: ['look'],
        then: 'end',
        need: () => 'all',
        merge: (lanes, s) => ({ found: s.found.slice(lanes.length) }),
      },
    },
    plan: {
      next: {
        all: ['look', 'fork', { to: 'spread', needs: ['look', 'fork'] }],
        then: 'end',
        merge: (_, s) => ({ found: s.found }),
      },
    },
    end: { final: true },
  },
});

graph({
  name: 'wrong',
  state,
  start: 'value',
  nodes: {
    // @ts-expect-error -- an entry is the changes a lane starts with
    value: { next: { each: (s) => s.companies, to: 'value', then: 'end' } },
    // @ts-expect-error -- the state has no such key
    key: { next: { each: (s) => s.companies.map((firm) => ({ firm })), to: 'value', then: 'end' } },
    // @ts-expect-error -- the state has no such key
    reads: { next: { each: (s) => s.firms.map((company: string) => ({ company })), to: 'value', then: 'end' } },
    // @ts-expect-error -- a list of lanes is made at once
    later: { next: { each: async () => [{ company: 'a' }], to: 'value', then: 'end' } },
    // @ts-expect-error -- what it changes is of the state
    lost: { next: { all: ['value'], then: 'end', onError: { to: 'end', update: () => ({ firm: 'a' }) } } },
    // @ts-expect-error -- a lane's name is a text
    id: { next: { each: () => [], to: 'value', then: 'end', id: (s) => s.companies.length } },
    // @ts-expect-error -- the state has no such key
    who: { next: { each: () => [], to: 'value', then: 'end', id: (s) => s.firm } },
    // @ts-expect-error -- it needs a list
    needs: { next: { each: () => [], to: 'value', then: 'end', id: () => 'a', needs: () => 'b' } },
    // @ts-expect-error -- a need is a number, "all" or "any"
    some: { next: { all: ['value'], then: 'end', need: () => 'some' } },
    // @ts-expect-error -- a limit is a number
    few: { next: { each: () => [], to: 'value', then: 'end', limit: (s) => s.companies } },
    // @ts-expect-error -- it merges to changes
    merge: { next: { all: ['value'], then: 'end', merge: (lanes) => ({ found: lanes.length }) } },
    // @ts-expect-error -- a lane needs others of its fork, and this is none
    needsOther: { next: { all: ['value', { to: 'key', needs: ['reads'] }], then: 'end' } },
    // @ts-expect-error -- there is no such node
    needsNone: { next: { all: ['value', { to: 'key', needs: ['valeu'] }], then: 'end' } },
    // @ts-expect-error -- nor may a lane lead to one
    toNone: { next: { all: ['value', { to: 'kye', needs: ['value'] }], then: 'end' } },
    end: { final: true },
  },
});

const parts = { state };
export const planned = {
  next: { all: ['a', { to: 'b', needs: ['a'] }], then: 'c' },
} satisfies NodeOf<typeof parts, 'a' | 'b' | 'c'>;

export const misplanned = {
  // @ts-expect-error -- there is no such node
  next: { all: ['a', { to: 'b', needs: ['d'] }], then: 'c' },
} satisfies NodeOf<typeof parts, 'a' | 'b' | 'c'>;

graph({
  name: 'placed',
  state,
  start: 'planned',
  nodes: { planned, a: { next: 'c' }, b: { next: 'c' }, c: { final: true } },
});
