import type { Job } from '../../measure/job.ts';
import { crowd, othersTurn } from '../../measure/crowd.ts';
import { median, quantile } from '../../measure/median.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';
import { atOnce, steps } from './five-steps.ts';

/** The rows of the same threads, inserted one by one. */
export const job: Job = async ({ folder, size, quick }) => {
  const times: number[] = [];
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(async () => {
      const each = await crowd(size, atOnce, async (thread) => {
        for (let n = 1; n <= steps; n++) {
          insert(thread * 1_000 + n, '', 'step', n < steps ? 'step' : 'end', { n: { set: n } });
          await othersTurn();
        }
      });
      times.push(quantile(each, 0.99));
    });
    db.close();
    drop(file);
    return took;
  }, quick);
  return { perSecond: (1_000 * size) / duration.wall, p99: median(times), ...perPiece(duration, size) };
};
