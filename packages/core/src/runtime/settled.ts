import { setTimeout as pause } from 'node:timers/promises';
import { statusOf, type Status } from '../advance/status.ts';
import type { Plan } from '../compile/plan.ts';
import { resultOf, type Result } from './result.ts';
import type { Runtime } from './runtime.ts';
import { wakeStranded } from './wake-stranded.ts';

/** How often a thread that another process drives is looked at, in milliseconds. */
const interval = 50;

/** How a thread stands once it is at rest for good, or for somebody; `forGood` waits for the first. */
export async function settled(runtime: Runtime, plan: Plan, id: string, forGood = false): Promise<Result> {
  for (let look = 1; ; look += 1) {
    const rested = await runtime.restOf(id);
    const result = rested === undefined ? await standingResult(runtime, plan, id) : resultOf(plan, rested);
    if (result !== undefined && isSettled(result, forGood)) return result;
    if (result?.status === 'waiting' && result.due !== undefined) runtime.agenda.attend(id, result.due);
    await nextChange(runtime, id, result?.status === 'waiting' ? undefined : look);
  }
}

function isSettled(result: Result, forGood: boolean): boolean {
  return result.status !== 'waiting' || (!forGood && result.forSomebody);
}

async function standingResult(runtime: Runtime, plan: Plan, id: string): Promise<Result | undefined> {
  if (runtime.driveOf(id) !== undefined) return undefined;
  const snapshot = await runtime.newest(id);
  const isOver = ended.has(statusOf(snapshot));
  // Its graph has changed since it last ran: it is brought to today's when it is taken up, or a problem says why not.
  if (!isOver && runtime.options.drive && (await runtime.record(id)).fingerprint !== plan.fingerprint) return undefined;
  return resultOf(plan, snapshot);
}

const ended: ReadonlySet<Status> = new Set(['done', 'cancelled']);

/**
 * Resolves when something may have happened to a thread: here at once, and now and then for other processes' sake.
 *
 * `look` counts the looks at a thread that does not rest, and so is taken up where nobody drives it.
 */
async function nextChange(runtime: Runtime, id: string, look: number | undefined): Promise<void> {
  if (look !== undefined && runtime.driveOf(id) === undefined) {
    const driving = await wakeStranded(runtime, id, look);
    if (driving !== undefined) return void (await driving.ended);
  }
  const stop = new AbortController();
  const unlisten = runtime.listen(id, () => stop.abort());
  await pause(interval, undefined, { signal: stop.signal }).catch(() => undefined);
  unlisten();
}
