import { graph } from '@cairn/core';
import { z } from 'zod';

const inner = graph({
  name: 'inner',
  state: { n: z.number().default(0) },
  start: 'try',
  nodes: {
    try: {
      run: () => ({}),
      onError: 'broken',
      next: [{ when: (s) => s.n > 3, to: 'again', label: 'more than three of them' }, 'fine'],
    },
    again: { run: () => ({}), next: 'try' },
    fine: { final: true },
    broken: { final: true },
  },
});

const middle = graph({
  name: 'middle',
  state: { n: z.number().default(0) },
  events: { stop: z.object({}) },
  start: 'first',
  on: { stop: 'last' },
  nodes: {
    first: { graph: inner, next: 'wait' },
    wait: { on: { stop: 'last' }, after: { '1h': 'first' } },
    last: { final: true },
  },
});

/** Has loops, ways back, long ways, lanes of many lengths, graphs in graphs: it is hard to draw. */
export const tangled = graph({
  name: 'tangled',
  state: { n: z.number().default(0), list: z.array(z.number()).default([]) },
  events: { abort: z.object({}), again: z.object({}) },
  start: 'begin',
  on: { abort: 'end' },
  nodes: {
    begin: {
      run: () => ({}),
      next: [
        { when: (s) => s.n > 100, to: 'end', label: 'n is beyond what is allowed' },
        { when: (s) => s.n > 50, to: 'sleep' },
        'fan',
      ],
    },
    fan: { next: { all: ['left', 'right', 'deep'], then: 'meet' } },
    left: { run: () => ({}), onError: 'end', next: 'meet' },
    right: { on: { again: 'after' } },
    after: { run: () => ({}), next: 'meet' },
    deep: { graph: middle, next: 'meet' },
    meet: { next: { each: (s) => s.list.map((n) => ({ n })), to: 'one', then: 'end' } },
    one: { run: () => ({}), next: 'end' },
    sleep: { after: { '24h': 'begin' }, on: { again: 'sleep' } },
    end: { final: true },
  },
});
