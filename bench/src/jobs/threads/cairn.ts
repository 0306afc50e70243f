import type { Job } from '../../measure/job.ts';
import { crowd } from '../../measure/crowd.ts';
import { median, quantile } from '../../measure/median.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { counter } from '../sequence/graph.ts';
import { atOnce, steps } from './five-steps.ts';

/** Many short threads. */
export const job: Job = async (given) => {
  const times: number[] = [];
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [counter]);
    const took = await timed(async () => {
      const each = await crowd(given.size, atOnce, async () => {
        const thread = await cairn.start(counter, { goal: steps });
        await thread.settled();
      });
      times.push(quantile(each, 0.99));
    });
    await close();
    return took;
  }, given.quick);
  return { perSecond: (1_000 * given.size) / duration.wall, p99: median(times), ...perPiece(duration, given.size) };
};
