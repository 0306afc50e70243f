import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';

/** A row for each lane as it closes, one before and two after them. */
export const job: Job = async ({ folder, size, quick }) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(() => {
      insert(1, '', '', 'open', { width: { set: size } });
      for (let n = 0; n < size; n++) insert(n + 2, `open.1/${n}`, 'work', 'gather', { results: { append: [n] } });
      insert(size + 2, '', 'open', 'gather', { results: { append: Array.from({ length: size }, (_, n) => n) } });
      insert(size + 3, '', 'gather', 'end', {});
    });
    db.close();
    bytes = drop(file);
    return took;
  }, quick);
  return { ...perPiece(duration, size), bytes: bytes / size };
};
