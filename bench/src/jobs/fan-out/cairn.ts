import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { fanOut } from './graph.ts';

/** One thread that opens lanes and meets them. */
export const job: Job = async (given) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [fanOut]);
    const took = await timed(async () => {
      const thread = await cairn.start(fanOut, { width: given.size });
      const { status } = await thread.settled();
      if (status !== 'done') throw new Error(`the thread is ${status}`);
    });
    bytes = await close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, given.size), bytes: bytes / given.size };
};
