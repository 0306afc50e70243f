import { graph } from '@cairn/core';
import { fromXState } from '@cairn/xstate';
import { z } from 'zod';
import { machine } from '../sequence/machine.ts';

/** A machine that counts events, hosted. */
const hosted = fromXState('counting', machine);

/** A graph that has the machine at work within. */
export const embedded = graph({
  name: 'embedded',
  state: { goal: z.number() },
  start: 'machine',
  nodes: { machine: { graph: hosted, input: (s) => ({ input: { goal: s.goal } }), next: 'end' }, end: { final: true } },
});

/** The same without a machine. */
const plainly = graph({
  name: 'plainly',
  state: { n: z.number().default(0), goal: z.number() },
  events: { go: z.undefined() },
  start: 'step',
  nodes: {
    step: {
      on: {
        go: [
          { when: (s) => s.n + 1 >= s.goal, to: 'end', update: (s) => ({ n: s.n + 1 }) },
          { to: 'step', update: (s) => ({ n: s.n + 1 }) },
        ],
      },
    },
    end: { final: true },
  },
});

export const plain = graph({
  name: 'plain',
  state: { goal: z.number() },
  start: 'inner',
  nodes: { inner: { graph: plainly, input: (s) => ({ goal: s.goal }), next: 'end' }, end: { final: true } },
});
