import { isOver, statusOf } from '../advance/status.ts';
import type { Plan } from '../compile/plan.ts';
import type { ThreadRecord } from '../store/contract/store.ts';
import { nowIn, type Now } from './result.ts';
import type { Runtime } from './runtime.ts';
import { asTakenUp } from './wait/fitting.ts';

/**
 * How a thread stands by its record and its state, of which nothing is waited for.
 *
 * A state says what lanes wait for, and not that a run does something beside its wait: that says the record, which tells of the rest.
 */
export async function nowOf(runtime: Runtime, plan: Plan, record: ThreadRecord): Promise<Now> {
  const { environment, waiters, options } = runtime;
  const state = await waiters.reading(() => waiters.standings.state(record));
  // As today's graph would take it up; it was not taken up, and so made no checkpoint of that.
  const taken = await asTakenUp(environment, plan, record, state);
  const goesOn = record.status === 'running' && record.head === state.seq && (options.drive || record.owner !== null);
  return nowIn(plan, { ...taken, seq: state.seq, time: state.time }, goesOn && !isOver(statusOf(state)));
}
