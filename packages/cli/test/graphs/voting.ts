import { graph } from '@cairn/core';
import { z } from 'zod';

/** Waits for a vote, and not for long. */
export const voting = graph({
  name: 'voting',
  state: {},
  events: { vote: z.object({}).optional() },
  start: 'open',
  nodes: {
    open: { on: { vote: 'taken' }, after: { '1ms': 'late' } },
    late: { on: { vote: 'taken' }, after: { '1h': 'over' } },
    taken: { final: true },
    over: { final: true },
  },
});
