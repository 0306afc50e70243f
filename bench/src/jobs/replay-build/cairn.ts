import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Job } from '../../measure/job.ts';
import { fixture } from '../resume/fixture.ts';
import { counter } from '../sequence/graph.ts';

/** Writes a thread of so many checkpoints, to replay. */
export const job: Job = async (given) => {
  const cairn = open({ store: sqlite(fixture(given, 'replay')), graphs: [counter] });
  const thread = await cairn.start(counter, { goal: given.size - 1 }, { id: 't' });
  await thread.settled();
  await cairn.close();
  return {};
};
