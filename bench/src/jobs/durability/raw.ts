import type { Job } from '../../measure/job.ts';
import { repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';

/** Commits a second of bare inserts, each of which waits for the disk. */
export const job: Job = async ({ folder, size, quick }) => {
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file, 'FULL');
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(() => {
      for (let n = 1; n <= size; n++) insert(n, '', 'step', 'step', { n: { set: n } });
    });
    db.close();
    drop(file);
    return took;
  }, quick);
  return { single: (1_000 * size) / duration.wall };
};
