import type { Job } from '../../measure/job.ts';
import { crowd } from '../../measure/crowd.ts';
import { median, quantile } from '../../measure/median.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { loopOn } from '../resume/loop.ts';
import { atOnce, steps } from './five-steps.ts';

/** Many short threads. */
export const job: Job = async ({ folder, size, quick }) => {
  const times: number[] = [];
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const { app, close } = loopOn(file);
    const took = await timed(async () => {
      const each = await crowd(size, atOnce, async (thread) => {
        await app.invoke({ n: 0, goal: steps }, { configurable: { thread_id: `t${thread}` } });
      });
      times.push(quantile(each, 0.99));
    });
    close();
    drop(file);
    return took;
  }, quick);
  return { perSecond: (1_000 * size) / duration.wall, p99: median(times), ...perPiece(duration, size) };
};
