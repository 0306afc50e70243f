import { graph } from '@cairn/core';
import { z } from 'zod';

const count = (s: { readonly n: number }): { n: number } => ({ n: s.n + 1 });

/** Three nodes in a row. */
const inner = graph({
  name: 'inner',
  state: { n: z.number() },
  start: 'one',
  nodes: {
    one: { run: count, next: 'two' },
    two: { run: count, next: 'three' },
    three: { run: count, next: 'end' },
    end: { final: true },
  },
});

/** Calls three nodes as a subgraph, again and again. */
export const outer = graph({
  name: 'outer',
  state: { n: z.number().default(0), goal: z.number() },
  limits: { transitions: 10_000_000 },
  start: 'call',
  nodes: {
    call: {
      graph: inner,
      input: (s) => ({ n: s.n }),
      output: ({ state }) => ({ n: state.n }),
      next: [{ when: (s) => s.n < s.goal, to: 'call' }, 'end'],
    },
    end: { final: true },
  },
});

/** The same three nodes in one graph. */
export const flat = graph({
  name: 'flat',
  state: { n: z.number().default(0), goal: z.number() },
  limits: { transitions: 10_000_000 },
  start: 'one',
  nodes: {
    one: { run: count, next: 'two' },
    two: { run: count, next: 'three' },
    three: { run: count, next: [{ when: (s) => s.n < s.goal, to: 'one' }, 'end'] },
    end: { final: true },
  },
});
