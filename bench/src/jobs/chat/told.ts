import type { AnyGraph } from '@cairn/core';
import { ends } from '../../measure/ends.ts';
import type { Given, Measured } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';

/** Holds a conversation with a thread of Cairn on an empty store: an event `say` each turn. */
export async function told(
  given: Given,
  size: number,
  graph: AnyGraph,
  payloadOf: (turn: number) => unknown,
): Promise<Measured> {
  const { cairn, close } = await opened(given, [graph]);
  const thread = await cairn.start(graph);
  await thread.settled();
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const payload = payloadOf(turn);
    turns.push(await timedBriefly(() => thread.send('say' as never, payload)));
  }
  return { ...ends(turns), bytes: await close() };
}
