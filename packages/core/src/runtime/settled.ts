import { setTimeout as pause } from 'node:timers/promises';
import { isProblem } from '../base/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { load } from '../store/load.ts';
import { resultOf, type Result } from './result.ts';
import type { Runtime } from './runtime.ts';

/** How often a thread that another process drives is looked at, in milliseconds. */
const interval = 50;

/** How a thread stands once it is at rest for good, or for somebody; `ended` waits for the good. */
export async function settled(runtime: Runtime, plan: Plan, id: string, ended = false): Promise<Result> {
  for (;;) {
    const rested = await runtime.restOf(id);
    const result = rested === undefined ? await standingResult(runtime, plan, id) : resultOf(plan, rested);
    if (result !== undefined && isSettled(result, ended)) return result;
    await nextChange(runtime, id, result?.status === 'waiting');
  }
}

function isSettled(result: Result, ended: boolean): boolean {
  return result.status !== 'waiting' || (!ended && result.forSomebody);
}

async function standingResult(runtime: Runtime, plan: Plan, id: string): Promise<Result | undefined> {
  if (runtime.driveOf(id) !== undefined) return undefined;
  const { store, codec } = runtime.environment;
  return resultOf(plan, (await load(store, id, { codec })).snapshot);
}

/** Resolves when something may have happened to a thread: here at once, and now and then for other processes' sake. */
async function nextChange(runtime: Runtime, id: string, rests: boolean): Promise<void> {
  if (!rests && runtime.driveOf(id) === undefined) {
    await runtime.wake(id).catch((error: unknown) => {
      if (!isProblem(error, 'thread/busy')) throw error;
    });
    if (runtime.driveOf(id) !== undefined) return;
  }
  const stop = new AbortController();
  const unlisten = runtime.listen(id, () => stop.abort());
  await pause(interval, undefined, { signal: stop.signal }).catch(() => undefined);
  unlisten();
}
