import { open, replay } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Job } from '../../measure/job.ts';
import { repeat, timed } from '../../measure/repeat.ts';
import { fixture } from '../resume/fixture.ts';
import { counter } from '../sequence/graph.ts';

/** Replays a thread that another process wrote. */
export const job: Job = async (given) => {
  const cairn = open({ store: sqlite(fixture(given, 'replay')), graphs: [counter], recover: false });
  const thread = cairn.thread(counter, 't');
  const duration = await repeat(
    () =>
      timed(async () => {
        const { checkpoints, divergence } = await replay(thread, counter);
        if (divergence !== undefined || checkpoints < given.size - 1) throw new Error(`replayed ${checkpoints}`);
      }),
    given.quick,
  );
  await cairn.close();
  return { perSecond: (1_000 * given.size) / duration.wall, perSecondCpu: (1_000 * given.size) / duration.cpu };
};
