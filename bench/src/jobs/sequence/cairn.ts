import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { counter } from './graph.ts';

/** From so many transitions on it is measured what stays in memory; the collection that this takes slows the next repetition. */
const long = 100_000;

/** One thread that goes round a loop of one node. */
export const job: Job = async (given) => {
  let bytes = 0;
  let kept = 0;
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [counter]);
    const before = process.memoryUsage().heapUsed;
    const took = await timed(async () => {
      const thread = await cairn.start(counter, { goal: given.size });
      await thread.settled();
    });
    if (given.size >= long) kept = heapNow() - before;
    bytes = await close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, given.size), bytes: bytes / given.size, keptBytes: kept };
};

function heapNow(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
