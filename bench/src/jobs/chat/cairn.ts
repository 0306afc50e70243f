import type { Job } from '../../measure/job.ts';
import { chat } from './graph.ts';
import { textOf } from './text.ts';
import { told } from './told.ts';
import { warmed } from './warmed.ts';

/** One thread that an event is sent to each turn. */
export const job: Job = (given) =>
  warmed(given, (each, turns) => told(each, turns, chat, (turn) => ({ role: 'user', text: textOf(turn) })));
