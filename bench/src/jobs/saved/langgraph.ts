import type { Job } from '../../measure/job.ts';
import { conversation } from './conversation.ts';
import { officialFile } from './official-file.ts';

export const job: Job = (given) => conversation(given, 'whole', officialFile(given));
