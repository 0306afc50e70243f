import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { chat } from './graph.ts';
import { textOf } from './text.ts';
import { warmed } from './warmed.ts';

/** One thread that an event is sent to each turn. */
export const job: Job = (given) => warmed(given, converse);

async function converse(given: Parameters<Job>[0], size: number): ReturnType<Job> {
  const { cairn, close } = await opened(given, [chat]);
  const thread = await cairn.start(chat);
  await thread.settled();
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const message = { role: 'user', text: textOf(turn) };
    turns.push(await timedBriefly(() => thread.send('say', message)));
  }
  return { ...ends(turns), bytes: await close() };
}
