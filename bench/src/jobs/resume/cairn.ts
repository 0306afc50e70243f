import { open, type Checkpoint, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Given, Job, Measured } from '../../measure/job.ts';
import { drop } from '../../measure/scratch.ts';
import { counter } from '../sequence/graph.ts';
import { copyOf } from './fixture.ts';
import { again } from './again.ts';
import { microseconds } from './stopwatch.ts';

/** Opens a thread that another process wrote: its state, ten of its history, all of it, and a fork that takes one step. */
export const job: Job = (given) => again(given, resumed);

async function resumed(given: Given): Promise<Measured> {
  const file = copyOf(given, 'cairn');
  let cairn = open({ store: sqlite(file), graphs: [counter] });
  let thread: Thread = cairn.thread(counter, 't');
  await cairn.close();

  const state = await microseconds(async () => {
    cairn = open({ store: sqlite(file), graphs: [counter] });
    thread = cairn.thread(counter, 't');
    expectState(await thread.at(), given.size - 1);
  });
  const anew = await microseconds(async () => expectState(await thread.at(), given.size - 1));
  const ten = await microseconds(() => thread.history({ from: given.size - 9 }));
  const all = given.size > 10_000 ? {} : { all: await microseconds(() => thread.history()) };
  const fork = await microseconds(async () => {
    const forked = await thread.fork(given.size - 1);
    await forked.settled();
  });
  await cairn.close();
  drop(file);
  return { state, again: anew, ten, ...all, fork };
}

function expectState(checkpoint: Checkpoint, n: number): void {
  const found = JSON.stringify(checkpoint);
  if (!found.includes(`"n":${n}`)) throw new Error(`another state than expected: ${found}`);
}
