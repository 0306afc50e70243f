import { createActor } from 'xstate';
import type { Given, Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { rawFile } from '../raw-file.ts';
import { snapshotRows } from '../snapshot-rows.ts';
import { machine } from './machine.ts';

/** One actor that goes round a loop of one state; on SQLite its snapshot is written after each transition. */
export const job: Job = async (given) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    if (given.store === 'memory') return timed(() => drive(given.size, () => undefined));
    const file = freshFile(given.folder);
    const db = rawFile(file);
    const write = snapshotRows(db);
    const took = await timed(() => drive(given.size, (seq, snapshot) => write(1, seq, snapshot())));
    db.close();
    bytes = drop(file);
    return took;
  }, given.quick);
  return { ...perPiece(duration, given.size), bytes: bytes / given.size };
};

function drive(goal: Given['size'], each: (seq: number, snapshot: () => unknown) => void): void {
  const actor = createActor(machine, { input: { goal } }).start();
  for (let seq = 1; seq <= goal; seq++) {
    actor.send({ type: 'go' });
    each(seq, () => actor.getPersistedSnapshot());
  }
  if (actor.getSnapshot().status !== 'done') throw new Error('the actor is not done');
}
