// Node names come from the keys of `nodes`, and every place that takes a name takes only those.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';

const state = { count: z.number() };

export const every = graph({
  name: 'every',
  state,
  events: { go: z.object({ far: z.boolean() }) },
  start: 'plain',
  on: { go: { to: 'plain', when: (s, e) => e.far && s.count > 1 } },
  nodes: {
    plain: { label: 'Plain', description: 'goes on', next: 'cases' },
    cases: {
      next: [
        { when: (s) => s.count > 1, to: 'plain', label: 'many' },
        { when: () => true, to: 'open' },
      ],
    },
    open: { next: { all: ['one', { to: 'two', needs: ['one'] }], then: 'spread', need: 1, onError: 'lost' } },
    one: { next: 'spread' },
    two: { next: 'spread' },
    spread: { next: { each: (s) => [{ count: s.count }], to: 'one', then: 'pick', limit: 3, onError: 'lost' } },
    pick: { next: { choose: (s) => (s.count > 1 ? 'wait' : 'won'), among: ['wait', 'won'] } },
    wait: {
      on: { go: [{ when: (s, e) => e.far, to: 'won' }, 'lost'] },
      after: { '2h': 'lost', '1.5d': { to: 'won' } },
    },
    fails: { onError: { to: 'lost', update: (s, error) => ({ count: error.attempt }) } },
    sorted: {
      onError: [
        { when: (s, error, { now }) => s.count > now && error.code === 'dear', to: 'lost', label: 'too dear' },
        { when: (_s, error) => error.attempt > 1, to: 'won', update: (s, error) => ({ count: s.count + error.at }) },
        'plain',
      ],
    },
    lanes: {
      next: { all: ['one'], then: 'won', onError: [{ when: (s) => s.count > 1, keep: true, to: 'won' }, 'lost'] },
    },
    won: { final: true },
    lost: { final: true, label: 'Lost' },
  },
});

expectTypeOf<FactsOf<typeof every>['name']>().toEqualTypeOf<'every'>();
expectTypeOf<FactsOf<typeof every>['outcome']>().toEqualTypeOf<'won' | 'lost'>();
expectTypeOf(every.name).toEqualTypeOf<'every'>();

graph({
  name: 'wrong-names',
  state,
  events: { go: z.string() },
  // @ts-expect-error -- no node has this name
  start: 'nowhere',
  on: {
    // @ts-expect-error -- no node has this name
    go: 'nowhere',
  },
  nodes: {
    // @ts-expect-error -- no node has this name
    plain: { next: 'nowhere' },
    case: {
      next: [
        // @ts-expect-error -- no node has this name
        { when: (s) => s.count > 1, to: 'nowhere' },
        'end',
      ],
    },
    // @ts-expect-error -- no node has this name
    default: { next: [{ when: (s) => s.count > 1, to: 'end' }, 'nowhere'] },
    // @ts-expect-error -- a name ends the list: what follows it could never be taken
    early: { next: ['end', { when: (s: unknown) => s === 1, to: 'end' }] },
    // @ts-expect-error -- a list of no cases leads nowhere
    empty: { next: [] },
    // @ts-expect-error -- no node has this name
    all: { next: { all: ['nowhere'], then: 'end' } },
    // @ts-expect-error -- no node has this name
    then: { next: { all: ['plain'], then: 'nowhere' } },
    // @ts-expect-error -- listed lanes are not so many that they need a limit
    limit: { next: { all: ['plain'], then: 'end', limit: 2 } },
    // @ts-expect-error -- lanes are listed or computed
    both: { next: { all: ['plain'], each: () => [], to: 'plain', then: 'end' } },
    // @ts-expect-error -- no node has this name
    needs: { next: { all: ['case', { to: 'plain', needs: ['nowhere'] }], then: 'end' } },
    // @ts-expect-error -- lanes meet somewhere
    noThen: { next: { all: ['plain'] } },
    // @ts-expect-error -- no node has this name
    joinError: { next: { all: ['plain'], then: 'end', onError: 'nowhere' } },
    // @ts-expect-error -- no node has this name
    each: { next: { each: (s) => [{ count: s.count }], to: 'nowhere', then: 'end' } },
    // @ts-expect-error -- no node has this name
    handler: { on: { go: { to: 'nowhere' } } },
    // @ts-expect-error -- no node has this name
    handlers: { on: { go: [{ when: (s, e) => e === '', to: 'end' }, 'nowhere'] } },
    // @ts-expect-error -- no node has this name
    timer: { after: { '2h': 'nowhere' } },
    // @ts-expect-error -- no node has this name
    timed: { after: { '2h': { to: 'nowhere' } } },
    // @ts-expect-error -- a year is no unit
    year: { after: { '2y': 'end' } },
    // @ts-expect-error -- no node has this name
    error: { onError: 'nowhere' },
    // @ts-expect-error -- no node has this name
    errorTo: { onError: { to: 'nowhere' } },
    // @ts-expect-error -- no node has this name
    errors: { onError: [{ when: (s) => s.count > 1, to: 'end' }, 'nowhere'] },
    // @ts-expect-error -- no node has this name
    errorsTo: { onError: [{ when: (s) => s.count > 1, to: 'nowhere' }, 'end'] },
    // @ts-expect-error -- what failed is left: without a way on there is nothing to be done
    errorStays: { onError: [{ update: (s) => ({ count: s.count }) }, 'end'] },
    end: { final: true },
  },
});

graph({
  name: 'migrated',
  state,
  start: 'a',
  nodes: { a: { next: 'end' }, end: { final: true } },
  migrate: [
    { from: '1', nodes: { old: 'a' } },
    // @ts-expect-error -- no node has this name
    { from: '2', nodes: { old: 'nowhere' } },
  ],
});

graph({
  name: 'wrong-nodes',
  state,
  start: 'a',
  // @ts-expect-error -- graphs have no such property
  colour: 'red',
  nodes: {
    a: { next: 'end' },
    end: { final: true },
  },
});

graph({
  name: 'wrong-properties',
  state,
  start: 'a',
  nodes: {
    // @ts-expect-error -- nodes have no such property
    a: { next: 'end', colour: 'red' },
    // @ts-expect-error -- a node is final or it is not
    b: { final: false, next: 'end' },
    // @ts-expect-error -- nothing leads out of a final node
    c: { final: true, next: 'end' },
    // @ts-expect-error -- a final node does nothing
    d: { final: true, run: () => {} },
    // @ts-expect-error -- a final node waits for nothing
    e: { final: true, after: { '1h': 'end' } },
    // @ts-expect-error -- not a number of lanes
    f: { next: { all: ['a'], then: 'end', need: 'some' } },
    end: { final: true },
  },
});

graph({
  name: 'choices',
  state,
  start: 'literal',
  nodes: {
    literal: { next: { choose: () => 'end', among: ['end'] } },
    block: {
      next: {
        choose: (s) => {
          if (s.count > 1) return 'end';
          return 'literal';
        },
        among: ['literal', 'end'],
      },
    },
    // @ts-expect-error -- it may pick only what is listed
    unlisted: { next: { choose: () => 'literal', among: ['end'] } },
    // @ts-expect-error -- no node has this name
    missing: { next: { choose: () => 'end', among: ['end', 'nowhere'] } },
    // @ts-expect-error -- any string is not a choice
    wide: { next: { choose: (s) => String(s.count), among: ['end'] } },
    // @ts-expect-error -- it must be said what it may pick
    unsaid: { next: { choose: () => 'end' } },
    end: { final: true },
  },
});
