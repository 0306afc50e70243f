import type { Snapshot } from '../advance/state/snapshot.ts';
import { isOver } from '../advance/status.ts';
import { isProblem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { isPassing } from '../store/contract/is-passing.ts';
import type { Soon, ThreadRecord } from '../store/contract/store.ts';
import { heardOrChanged, newestLeft, owedTo } from './wait/left-before.ts';
import { asTakenUp } from './wait/fitting.ts';
import { resultOf, type Result } from './result.ts';
import type { Runtime } from './runtime.ts';
import { isOutdated, isReached, type StandingAt, type Until } from './wait/standings.ts';
import { soon } from '../store/contract/soon.ts';
import { unlessAborted } from '../base/unless-aborted.ts';

/** How long one waits. */
export interface WaitOptions {
  /** Ends the wait with its reason when it aborts; the thread goes on. */
  readonly signal?: AbortSignal;
}

/**
 * How a thread stands once it is at rest for good, or for somebody.
 *
 * What is known of the thread was looked at, and was not what is waited for: to wait for a change from a record that nobody looked at
 * would be to wait for ever where that record is the last.
 */
export async function settled(
  runtime: Runtime,
  plan: Plan,
  id: string,
  until: Until,
  { signal }: WaitOptions = {},
): Promise<Result> {
  const { waiters } = runtime;
  const began = performance.now();
  let left: number | undefined;
  for (let known: ThreadRecord | undefined; ;) {
    const driving = runtime.driving(id);
    if (driving !== undefined) {
      const ended = signal === undefined ? driving.ended : unlessAborted(driving.ended, signal);
      const end = await ended.catch((error: unknown) => passed(error, began));
      const result = end === 'yielded' || end === 'stale' ? undefined : resultOf(plan, driving.driver.snapshot);
      if (result !== undefined && isReached(asStanding(result), until)) return result;
    }
    const died = runtime.agenda.diedOf(id);
    if (died !== undefined) passed(died, began);
    // Before the record: what was left by now is taken as that says, or is there yet.
    if (left === undefined) {
      const newest = newestLeft(runtime, id);
      left = newest instanceof Promise ? await newest : newest;
    }
    // What is there is looked at first, by itself; from then on one waits with all others.
    const read = known === undefined ? waiters.reading(() => runtime.record(id)) : waiters.changed(id, known, signal);
    const record: ThreadRecord = read instanceof Promise ? await read : read;
    // Its drive says how it ends, unless others take the thread from it: then what is there is looked at anew.
    known = undefined;
    if (runtime.driving(id) !== undefined) continue;
    const reading = waiters.reading(() => resultIn(runtime, plan, record, until));
    const stands = reading instanceof Promise ? await reading : reading;
    if (stands !== undefined) {
      if (left === 0 || isOver(record.status)) return stands;
      const owed = await owedBy(runtime, plan, record, left);
      if (owed !== undefined) await heardOrChanged(runtime, record, owed, signal);
      // Nothing is owed any more, by what the thread was: it may have taken it since.
      else if (isSame(record, await waiters.reading(() => runtime.record(id)))) return stands;
      continue;
    }
    known = record;
    // It goes on by itself, here as elsewhere, because somebody waits for that.
    if (record.status === 'waiting' && record.due !== null) runtime.agenda.attend(id, record.due);
  }
}

/** The last of the messages up to one that keeps a thread at rest from having come to rest. */
async function owedBy(runtime: Runtime, plan: Plan, record: ThreadRecord, newest: number): Promise<number | undefined> {
  const state = await runtime.waiters.reading(() => stateOf(runtime, plan, record));
  return state && owedTo(runtime, plan, state, newest);
}

function isSame(record: ThreadRecord, { created, head, status }: ThreadRecord): boolean {
  return record.created === created && record.head === head && record.status === status;
}

/** A thread's result, where it is at rest so that nobody waits for it any longer. */
function resultIn(runtime: Runtime, plan: Plan, record: ThreadRecord, until: Until): Soon<Result | undefined> {
  const { standings } = runtime.waiters;
  // It is brought to today's graph when it is taken up, or a problem says why not.
  if ((runtime.options.drive && isOutdated(record, plan)) || (record.status === 'waiting' && until === 'ended'))
    return undefined;
  // What runs is not asked for its state, unless nobody here would take it up.
  if (record.status === 'running' && (runtime.options.drive || record.owner !== null)) return undefined;
  const known = standings.of(record);
  if (known !== undefined && !isReached(known, until)) return undefined;
  return soon(stateOf(runtime, plan, record), (state) => {
    const result = state && resultOf(plan, state);
    if (result === undefined) return undefined;
    const standing = asStanding(result);
    if (known === undefined) standings.note(record, standing);
    return isReached(standing, until) ? result : undefined;
  });
}

/** As it would be taken up with today's graph; undefined where it cannot be, which whoever has it taken up is told. */
function stateOf({ environment, waiters }: Runtime, plan: Plan, record: ThreadRecord): Soon<Snapshot | undefined> {
  return soon(waiters.standings.state(record), (state) => {
    const taken = asTakenUp(environment, plan, record, state);
    return taken instanceof Promise ? taken.catch(unlessUnfit) : taken;
  });
}

function unlessUnfit(error: unknown): undefined {
  if (!isProblem(error, 'thread/changed-graph')) throw error;
}

function asStanding(result: Result): StandingAt {
  const { seq, status } = result;
  return { seq, status, forSomebody: status === 'waiting' && result.forSomebody };
}

/** How long a store may fail before whoever waits is told, in milliseconds. */
const patience = 30_000;

/** A drive that died of what passes is taken up again, so whoever waits goes on waiting, for so long. */
function passed(error: unknown, began: number): 'stale' {
  if (!isPassing(error) || performance.now() - began > patience) throw error;
  return 'stale';
}
