import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';

/** The rows of the same thread, inserted one by one. */
export const job: Job = async ({ folder, size, quick }) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(() => {
      for (let n = 1; n <= size; n++) insert(n, '', 'step', n < size ? 'step' : 'end', { n: { set: n } });
    });
    db.close();
    bytes = drop(file);
    return took;
  }, quick);
  return { ...perPiece(duration, size), bytes: bytes / size };
};
