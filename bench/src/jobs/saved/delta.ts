import type { Job } from '../../measure/job.ts';
import { conversation } from './conversation.ts';
import { officialFile } from './official-file.ts';

/** The same with the channel that keeps each message once, and a snapshot of all every hundred. */
export const job: Job = (given) => conversation(given, 'delta', officialFile(given));
