import type { Job } from '../../measure/job.ts';
import { fixture } from '../resume/fixture.ts';
import { loopOn } from '../resume/loop.ts';

/** Writes a thread of so many checkpoints: one for the input, one for the start, one for each step. */
export const job: Job = async (given) => {
  const { app, close } = loopOn(fixture(given, 'langgraph'));
  await app.invoke(
    { n: 0, goal: given.size - 2 },
    { configurable: { thread_id: 't' }, recursionLimit: given.size + 10 },
  );
  close();
  return {};
};
