import { graph } from '@cairn/core';
import { z } from 'zod';

/** Fails, and is tried again in an hour. */
export const backingOff = graph({
  name: 'backing-off',
  state: {},
  events: { go: z.object({ by: z.string() }) },
  start: 'call',
  nodes: {
    call: {
      run: () => {
        throw new Error('nobody answers');
      },
      retry: { attempts: 3, backoff: '1h' },
      next: 'open',
    },
    open: { on: { go: 'end' } },
    end: { final: true },
  },
});
