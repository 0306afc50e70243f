// The `input` and `output` of a subgraph's node are typed by that subgraph.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { append } from '../../src/definition/keys.ts';

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
