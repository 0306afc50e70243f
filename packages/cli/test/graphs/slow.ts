import { setTimeout as pause } from 'node:timers/promises';
import { graph } from '@cairn/core';

/** Does one thing at once, and then one that takes an hour and does not care whether it is aborted. */
export const slow = graph({
  name: 'slow',
  state: {},
  start: 'quick',
  nodes: {
    quick: { run: () => undefined, next: 'long' },
    long: {
      run: async () => {
        process.stderr.write('it takes long\n');
        await pause(3_600_000);
      },
      next: 'end',
    },
    end: { final: true },
  },
});
