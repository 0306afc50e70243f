import { graph } from '@cairn/core';
import { z } from 'zod';

/** A loop of one node. */
export const counter = graph({
  name: 'counter',
  state: { n: z.number().default(0), goal: z.number() },
  limits: { transitions: 10_000_000 },
  start: 'step',
  nodes: {
    step: { run: (s) => ({ n: s.n + 1 }), next: [{ when: (s) => s.n < s.goal, to: 'step' }, 'end'] },
    end: { final: true },
  },
});
