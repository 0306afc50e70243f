import type { Job } from '../../measure/job.ts';
import { coldStart } from './start.ts';

export const job: Job = coldStart('raw');
