import { createActor } from 'xstate';
import type { Job } from '../../measure/job.ts';
import { crowd, othersTurn } from '../../measure/crowd.ts';
import { median, quantile } from '../../measure/median.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { rawFile } from '../raw-file.ts';
import { machine } from '../sequence/machine.ts';
import { snapshotRows } from '../snapshot-rows.ts';
import { atOnce, steps } from './five-steps.ts';

/** Many short actors, the snapshot of each being written after each transition. */
export const job: Job = async ({ folder, size, quick }) => {
  const times: number[] = [];
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    const write = snapshotRows(db);
    const took = await timed(async () => {
      const each = await crowd(size, atOnce, async (thread) => {
        const actor = createActor(machine, { input: { goal: steps } }).start();
        for (let seq = 1; seq <= steps; seq++) {
          actor.send({ type: 'go' });
          write(thread, seq, actor.getPersistedSnapshot());
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
