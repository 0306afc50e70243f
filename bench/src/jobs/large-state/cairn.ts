import { graph } from '@cairn/core';
import { z } from 'zod';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { steps } from './steps.ts';

const reader = graph({
  name: 'reader',
  state: { document: z.string(), n: z.number().default(0) },
  start: 'step',
  nodes: {
    step: { run: (s) => ({ n: s.n + 1 }), next: [{ when: (s) => s.n < steps, to: 'step' }, 'end'] },
    end: { final: true },
  },
});

/** Transitions of a thread whose state holds one large value that stays as it is. */
export const job: Job = async (given) => {
  const document = 'x'.repeat(given.size);
  let bytes = 0;
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [reader]);
    const took = await timed(async () => {
      const thread = await cairn.start(reader, { document });
      await thread.settled();
    });
    bytes = await close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, steps), bytes };
};
