import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';
import { steps } from './steps.ts';

/** A row that holds the large value, and a small one for each transition. */
export const job: Job = async ({ folder, size, quick }) => {
  const document = 'x'.repeat(size);
  let bytes = 0;
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(() => {
      insert(0, '', '', 'step', { document: { set: document } });
      for (let n = 1; n <= steps; n++) insert(n, '', 'step', 'step', { n: { set: n } });
    });
    db.close();
    bytes = drop(file);
    return took;
  }, quick);
  return { ...perPiece(duration, steps), bytes };
};
