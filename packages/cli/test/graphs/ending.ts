import { graph } from '@cairn/core';
import { z } from 'zod';

const ways = {
  exit: () => process.exit(0),
  fail: () => process.exit(7),
  reject: () => {
    void Promise.reject(new Error('nobody caught this'));
    return new Promise<undefined>(() => undefined);
  },
};

/** Ends the process that drives it, in the way that it is told. */
export const ending = graph({
  name: 'ending',
  state: { how: z.enum(['exit', 'fail', 'reject']) },
  start: 'act',
  nodes: { act: { run: (s) => ways[s.how](), next: 'end' }, end: { final: true } },
});
