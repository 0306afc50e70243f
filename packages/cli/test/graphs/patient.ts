import { graph } from '@cairn/core';
import { z } from 'zod';

/** Waits for an answer, for so long and no longer, and then works. */
export const patient = graph({
  name: 'patient',
  state: {},
  events: { answer: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { on: { answer: 'answered' }, after: { '30m': 'remind' } },
    remind: { run: async () => ({}), next: 'end' },
    answered: { final: true },
    end: { final: true },
  },
});
