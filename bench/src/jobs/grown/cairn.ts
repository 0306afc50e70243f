import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { textOf } from '../chat/text.ts';
import { warmed } from '../chat/warmed.ts';
import { opened } from '../opened.ts';
import { grown } from './graphs.ts';

/** A conversation kept in one of the shapes of `graphs.ts`, an event each turn. */
export const job: Job = (given) => warmed(given, converse);

async function converse(given: Parameters<Job>[0], size: number): ReturnType<Job> {
  const graph = grown[given.shape ?? ''];
  if (graph === undefined) throw new Error(`no shape ${given.shape}; there are ${Object.keys(grown).join(', ')}`);
  const { cairn, close } = await opened(given, [graph]);
  const thread = await cairn.start(graph);
  await thread.settled();
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const text = textOf(turn);
    turns.push(await timedBriefly(() => thread.send('say' as never, text)));
  }
  return { ...ends(turns), bytes: await close() };
}
