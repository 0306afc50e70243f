import type { Snapshot } from '../advance/snapshot.ts';
import type { Plan } from '../compile/plan.ts';
import type { ThreadRecord } from '../store/store.ts';
import { resultOf, type Result } from './result.ts';
import type { Runtime } from './runtime.ts';
import { isOutdated, isReached, type Until } from './standings.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long one waits. */
export interface WaitOptions {
  /** Ends the wait with its reason when it aborts; the thread goes on. */
  readonly signal?: AbortSignal;
}

/** How a thread stands once it is at rest for good, or for somebody. */
export async function settled(
  runtime: Runtime,
  plan: Plan,
  id: string,
  until: Until,
  { signal }: WaitOptions = {},
): Promise<Result> {
  const { waiters } = runtime;
  for (let known: ThreadRecord | undefined; ;) {
    const rested = await unlessAborted(restHere(runtime, id), signal);
    const result = rested && resultOf(plan, rested);
    if (result !== undefined && isReached(asStanding(result), until)) return result;
    known = await waiters.changed(id, known, signal);
    if (runtime.driving(id) !== undefined) continue;
    const stands = await waiters.reading(resultIn(runtime, plan, known, until));
    if (stands !== undefined) return stands;
    // It goes on by itself, here as elsewhere, because somebody waits for that.
    if (known.status === 'waiting' && known.due !== null) runtime.agenda.attend(id, known.due);
  }
}

/** The thread's state once a drive that is under way here has brought it to rest; undefined where there is none, or it was lost. */
async function restHere(runtime: Runtime, id: string): Promise<Snapshot | undefined> {
  const driving = runtime.driving(id);
  const end = await driving?.ended;
  return end === undefined || end === 'yielded' || end === 'stale' ? undefined : driving?.driver.snapshot;
}

/** A thread's result, where it is at rest so that nobody waits for it any longer. */
async function resultIn(runtime: Runtime, plan: Plan, record: ThreadRecord, until: Until): Promise<Result | undefined> {
  const { standings } = runtime.waiters;
  // It is brought to today's graph when it is taken up, or a problem says why not.
  if ((runtime.options.drive && isOutdated(record, plan)) || (record.status === 'waiting' && until === 'ended'))
    return undefined;
  // What runs is not asked for its state, unless nobody here would take it up.
  if (record.status === 'running' && (runtime.options.drive || record.owner !== null)) return undefined;
  const known = standings.of(record);
  if (known !== undefined && !isReached(known, until)) return undefined;
  const result = resultOf(plan, await standings.state(plan, record));
  return result !== undefined && isReached(asStanding(result), until) ? result : undefined;
}

function asStanding(result: Result): { readonly status: Result['status']; readonly forSomebody: boolean } {
  return { status: result.status, forSomebody: result.status === 'waiting' && result.forSomebody };
}
