import type { Given, Job, Measured } from '../../measure/job.ts';
import { drop } from '../../measure/scratch.ts';
import { copyOf } from './fixture.ts';
import { loopOn } from './loop.ts';
import { again } from './again.ts';
import { microseconds } from './stopwatch.ts';

const thread = { configurable: { thread_id: 't' } };

/** Opens a thread that another process wrote: its state, ten of its history, all of it, and a fork that takes one step. */
export const job: Job = (given) => again(given, resumed);

async function resumed(given: Given): Promise<Measured> {
  const file = copyOf(given, 'langgraph');
  loopOn(file).close();
  let opened = undefined as unknown as ReturnType<typeof loopOn>;
  const state = await microseconds(async () => {
    opened = loopOn(file);
    await opened.app.getState(thread);
  });
  const { app, close } = opened;
  const anew = await microseconds(() => app.getState(thread));
  const ten = await microseconds(() => toList(app.getStateHistory(thread, { limit: 10 })));
  const all = await microseconds(() => toList(app.getStateHistory(thread)));
  const [, before] = await toList(app.getStateHistory(thread, { limit: 2 }));
  if (before === undefined) throw new Error('there is no history');
  const fork = await microseconds(async () => {
    const forked = await app.updateState(before.config, { n: given.size - 3 });
    await app.invoke(null, forked);
  });
  close();
  drop(file);
  return { state, again: anew, ten, all, fork };
}

async function toList<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
