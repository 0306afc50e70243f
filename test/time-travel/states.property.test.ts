import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isProblem, type Checkpoint, type Thread } from '@cairn/core';
import { parts } from '../determinism/parts.ts';
import { played, playedId } from './played.ts';

async function collected(states: AsyncIterable<Checkpoint>): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = [];
  for await (const state of states) found.push(state);
  return found;
}

async function each(thread: Thread, first: number, last: number): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = [];
  for (let seq = first; seq <= last; seq += 1) found.push(await thread.at(seq));
  return found;
}

/** Where a thread is walked from and to, either way, each checkpoint is what it is by itself. */
async function mustBeAlike(thread: Thread, dice: number): Promise<number> {
  const { head } = await thread.record();
  const [first] = await thread.history({ limit: 1 });
  const from = Math.max(first?.seq ?? 1, 1 + (dice % head));
  const to = from + ((dice >>> 8) % (head - from + 1));
  const wanted = await each(thread, from, to);
  expect(await collected(thread.states({ from, to }))).toEqual(wanted);
  expect(await collected(thread.states({ from, to, newestFirst: true }))).toEqual(wanted.toReversed());
  return wanted.length;
}

test('states are what at() gives of each checkpoint, over rewinds, forks of them, and where a history was cut', async () => {
  let walked = 0;
  const law = fc.asyncProperty(parts, fc.integer(), fc.nat(), fc.nat(), async (given, schedule, dice, other) => {
    const { graph, rows, cairn } = await played(given, schedule);
    const thread = cairn.thread(graph, playedId);
    walked += await mustBeAlike(thread, dice);
    await thread.rewind(1 + (other % rows.length));
    walked += await mustBeAlike(thread, other);
    const { head } = await thread.record();
    const fork = await thread.fork(1 + (dice % head), { id: 'forked' });
    walked += await mustBeAlike(fork, dice ^ other);
    const [cancelled] = await Promise.allSettled([thread.cancel()]);
    if (cancelled.status === 'rejected' && !isProblem(cancelled.reason, 'thread/over')) throw cancelled.reason;
    await cairn.prune({ threads: [playedId], drop: 'history' });
    walked += await mustBeAlike(thread, dice);
    walked += await mustBeAlike(fork, other);
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_261_129, numRuns: 60 });
  expect(walked).toBeGreaterThan(1_000);
});
