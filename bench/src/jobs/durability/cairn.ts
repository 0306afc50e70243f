import { crowd } from '../../measure/crowd.ts';
import type { Given, Job } from '../../measure/job.ts';
import { repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { counter } from '../sequence/graph.ts';
import { steps } from '../threads/five-steps.ts';

/** Commits a second that survive a power cut: many threads at once, whose commits share a flush, and one at a time. */
export const job: Job = async (given) => ({
  grouped: await commits(given, given.size, 200),
  single: await commits(given, Math.ceil(given.size / 10), 1),
});

/** Checkpoints, the start included. */
async function commits(given: Given, threads: number, atOnce: number): Promise<number> {
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [counter], 'full');
    const took = await timed(() =>
      crowd(threads, atOnce, async () => {
        const thread = await cairn.start(counter, { goal: steps });
        await thread.settled();
      }),
    );
    await close();
    return took;
  }, given.quick);
  return (1_000 * threads * (steps + 1)) / duration.wall;
}
