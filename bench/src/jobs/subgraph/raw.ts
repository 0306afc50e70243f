import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { checkpointTable, insertInto, rawFile } from '../raw-file.ts';

/** A row for each inner node, one as the call begins and one as it ends. */
export const job: Job = async ({ folder, size, quick }) => {
  const duration = await repeat(async () => {
    const file = freshFile(folder);
    const db = rawFile(file);
    checkpointTable(db);
    const insert = insertInto(db);
    const took = await timed(() => {
      for (let call = 0; call < size; call++) {
        const id = call * 5;
        insert(id, '', 'call', 'call', { n: { set: call * 3 } });
        insert(id + 1, `call.${call}`, 'one', 'two', { n: { set: call * 3 + 1 } });
        insert(id + 2, `call.${call}`, 'two', 'three', { n: { set: call * 3 + 2 } });
        insert(id + 3, `call.${call}`, 'three', 'end', { n: { set: call * 3 + 3 } });
        insert(id + 4, '', 'call', 'call', { n: { set: call * 3 + 3 } });
      }
    });
    db.close();
    drop(file);
    return took;
  }, quick);
  return { ...perPiece(duration, 3 * size) };
};
