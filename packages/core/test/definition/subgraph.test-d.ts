// The `input` and `output` of a subgraph's node are typed by that subgraph.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { append } from '../../src/definition/keys.ts';
import { service } from '../../src/definition/service.ts';

const state = {
  topic: z.string(),
  notes: append(z.string()),
  right: z.boolean().optional(),
  question: z.string(),
  found: append(z.string()),
  limit: z.string(),
};

const child = graph({
  name: 'child',
  state: { question: z.string(), limit: z.string().default('1').transform(Number), found: append(z.string()) },
  start: 'think',
  nodes: { think: { next: 'answered' }, answered: { final: true }, puzzled: { final: true } },
});

const unknown: AnyGraph = child;

const easy = graph({
  name: 'easy',
  state: { count: z.number().default(0) },
  start: 'end',
  nodes: { end: { final: true } },
});

export const parent = graph({
  name: 'parent',
  state,
  start: 'ask',
  nodes: {
    ask: {
      graph: child,
      input: (s) => ({ question: s.topic, limit: '3', found: s.notes }),
      output: ({ state: ended, outcome }) => {
        expectTypeOf(ended).toEqualTypeOf<FactsOf<typeof child>['state']>();
        expectTypeOf(ended.limit).toEqualTypeOf<number>();
        expectTypeOf(outcome).toEqualTypeOf<'answered' | 'puzzled'>();
        return { notes: ended.found, right: outcome === 'answered' };
      },
      verify: (update) => update.right !== false,
      retry: { attempts: 2 },
      next: 'easy',
    },
    easy: { graph: easy, next: { choose: (s) => (s.right === true ? 'end' : 'ask'), among: ['ask', 'end'] } },
    inline: {
      graph: graph({
        name: 'inline',
        state: { count: z.number() },
        start: 'end',
        nodes: { end: { final: true } },
      }),
      input: (s) => ({ count: s.topic.length }),
      output: ({ state: ended }) => ({ topic: String(ended.count) }),
      next: 'end',
    },
    shares: {
      graph: child,
      share: ['found', 'question'],
      input: () => ({ limit: '3' }),
      output: ({ state: ended }, s) => {
        expectTypeOf(s.topic).toEqualTypeOf<string>();
        return { topic: ended.question };
      },
      next: { choose: (s) => (s.right === true ? 'end' : 'ask'), among: ['ask', 'end'] },
    },
    sharesAll: { graph: child, share: ['question'], next: 'end' },
    any: { graph: unknown, input: (s) => s, output: ({ outcome }) => ({ topic: outcome }), next: 'end' },
    end: { final: true },
  },
});

const asks = graph({
  name: 'asks',
  state: { topic: z.string() },
  events: { approve: z.object({ by: z.string() }), say: z.string() },
  services: { log: service<(line: string) => void>() },
  start: 'wait',
  nodes: { wait: { on: { approve: 'end' } }, end: { final: true } },
});

// What a node says beside its graph takes nothing from what is known of that.
const holders = graph({
  name: 'holders',
  state,
  events: { say: z.number() },
  services: { clock: service<() => number>() },
  start: 'plain',
  nodes: {
    plain: { graph: child, input: (s) => ({ question: s.topic }), next: 'shares' },
    shares: { graph: asks, share: ['topic'], next: 'chooses' },
    chooses: { graph: easy, next: { choose: () => 'end', among: ['plain', 'end'] } },
    // A node may be called as what the subgraph is given.
    named: {
      graph: child,
      share: ['found'],
      input: (s) => ({ question: s.topic }),
      next: { choose: () => 'question', among: ['question', 'limit'] },
    },
    question: {
      graph: child,
      input: (s) => ({ question: s.topic }),
      next: { choose: () => 'limit', among: ['limit'] },
    },
    limit: { next: 'silent' },
    silent: { run: () => {}, next: 'end' },
    end: { final: true },
    gaveUp: { final: true },
  },
});

expectTypeOf<FactsOf<typeof holders>['events']>().toEqualTypeOf<{
  readonly say: string | number;
  readonly approve: { by: string };
}>();
expectTypeOf<FactsOf<typeof holders>['services']>().toEqualTypeOf<{
  readonly clock: () => number;
  readonly log: (line: string) => void;
}>();
expectTypeOf<FactsOf<typeof holders>['outcome']>().toEqualTypeOf<'end' | 'gaveUp'>();

const above = graph({
  name: 'above',
  state,
  start: 'holders',
  nodes: {
    holders: {
      graph: holders,
      share: ['topic', 'notes', 'right', 'question', 'found', 'limit'],
      output: ({ outcome }) => ({ right: outcome === 'end' }),
      next: { choose: () => 'end', among: ['end'] },
    },
    end: { final: true },
  },
});

expectTypeOf<FactsOf<typeof above>['events']>().toEqualTypeOf<FactsOf<typeof holders>['events']>();
expectTypeOf<FactsOf<typeof above>['services']>().toEqualTypeOf<FactsOf<typeof holders>['services']>();

graph({
  name: 'wrong',
  state,
  start: 'missing',
  nodes: {
    // @ts-expect-error -- the child cannot start without a question
    missing: { graph: child },
    // @ts-expect-error -- the child cannot start without a question
    incomplete: { graph: child, input: () => ({ limit: '1' }) },
    // @ts-expect-error -- the question is text
    value: { graph: child, input: (s) => ({ question: s.right }) },
    // @ts-expect-error -- the state has no such key
    reads: { graph: child, input: (s) => ({ question: s.unknown }) },
    // @ts-expect-error -- the child has another key of that name
    unlike: { graph: child, share: ['limit'], input: () => ({ question: '' }) },
    // @ts-expect-error -- the child has no such key
    unshared: { graph: child, share: ['topic'], input: () => ({ question: '' }) },
    // @ts-expect-error -- the child cannot start without a question, which it does not share
    still: { graph: child, share: ['found'], input: () => ({ limit: '3' }) },
    // @ts-expect-error -- what it shares it has from its holder
    twice: { graph: child, share: ['found', 'question'], input: () => ({ limit: '3', question: '' }) },
    // @ts-expect-error -- that may be left out, and still is not given
    given: { graph: child, share: ['found'], input: () => ({ question: '', found: ['a'] }) },
    // @ts-expect-error -- a node that is called as it says nothing of what is given
    called: { graph: child, next: { choose: () => 'end', among: ['question', 'end'] } },
    // @ts-expect-error -- nor may it be chosen for being shared
    chosen: { graph: asks, share: ['topic'], next: { choose: () => 'topic', among: ['end'] } },
    givenToo: {
      graph: child,
      share: ['found'],
      // @ts-expect-error -- nor given, where it chooses as well
      input: () => ({ question: '', found: ['a'] }),
      next: { choose: () => 'end', among: ['end'] },
    },
    // @ts-expect-error -- nor does what it chooses among count as shared
    lacks: { graph: child, share: ['found'], input: () => ({}), next: { choose: () => 'end', among: ['end'] } },
    question: { final: true },
    topic: { final: true },
    // @ts-expect-error -- an easy child is still started by its own keys
    easy: { graph: easy, input: () => ({ amount: 1 }) },
    outcome: {
      graph: child,
      input: () => ({ question: 'a' }),
      // @ts-expect-error -- the child has no such outcome
      output: ({ outcome }) => ({ right: outcome === 'confused' }),
    },
    ended: {
      graph: child,
      input: () => ({ question: 'a' }),
      // @ts-expect-error -- the child's state has no such key
      output: ({ state: end }) => ({ notes: end.notes }),
    },
    output: {
      graph: child,
      input: () => ({ question: 'a' }),
      // @ts-expect-error -- changes have the types of this graph's keys
      output: ({ state: end }) => ({ notes: end.limit }),
    },
    both: {
      graph: easy,
      // @ts-expect-error -- a node has one activity
      run: () => {},
    },
    // @ts-expect-error -- there is no child to give an input to
    input: { run: () => {}, input: () => ({}) },
    // @ts-expect-error -- there is no child to take an output from
    output2: { run: () => {}, output: () => ({}) },
    // @ts-expect-error -- a graph, not its name
    name: { graph: 'child' },
    // @ts-expect-error -- a graph's work is not cached
    cache: { graph: easy, cache: { key: () => 1, ttl: '1h' } },
    end: { final: true },
  },
});
