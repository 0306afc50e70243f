import type { Job } from '../../measure/job.ts';
import { makeConsumer } from './consumer.ts';

/** Makes a project that has the packages installed as users would. */
export const job: Job = async ({ folder }) => {
  makeConsumer(folder);
  return {};
};
