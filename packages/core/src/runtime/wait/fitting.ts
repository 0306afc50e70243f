import type { Snapshot } from '../../advance/state/snapshot.ts';
import { isProblem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Soon, ThreadRecord } from '../../store/contract/store.ts';
import { refuseNewerGraph } from '../../time/versions/newer-graph.ts';
import { versionOf } from '../../time/versions/version-at.ts';
import { migrate } from '../../time/versions/versions.ts';
import type { Environment } from '../environment/environment.ts';
import { isOutdated, type Standings } from './standings.ts';

/**
 * A thread's state as it would be taken up with today's graph, of which nothing is written; a problem that says what is in the way.
 * That of a thread which a newer graph has driven is left as it is: others drive it.
 */
export function asTakenUp(
  environment: Environment,
  plan: Plan,
  record: ThreadRecord,
  snapshot: Snapshot,
): Soon<Snapshot> {
  return isOutdated(record, plan) ? asBrought(environment, plan, record, snapshot) : snapshot;
}

async function asBrought(
  { store, codec, clock }: Environment,
  plan: Plan,
  record: ThreadRecord,
  snapshot: Snapshot,
): Promise<Snapshot> {
  try {
    await refuseNewerGraph(store, plan, record.id, record.fingerprint);
  } catch (error) {
    if (isProblem(error, 'thread/newer-graph')) return snapshot;
    throw error;
  }
  const from = await versionOf(store, record.fingerprint);
  return migrate(plan, snapshot, from, { now: clock.now(), codec }).snapshot;
}

/** The runtime, as far as it tells whether a thread could be taken up. */
export interface Fitting {
  readonly environment: Environment;
  readonly waiters: { readonly standings: Pick<Standings, 'state'> };
  planOf(record: ThreadRecord): Plan;
}

/** So often it is left to others to take up a thread that is waited for. */
const triesOfOthers = 2;

/**
 * Where threads are not driven here: whoever waits for one that nobody has taken up for a while hears what is in the way, if it would
 * be so of a process with today's graph; a process with an older one had its time.
 */
export async function mustFit(fitting: Fitting, record: ThreadRecord, tries: number): Promise<void> {
  if (tries <= triesOfOthers || record.owner !== null) return;
  const { environment, waiters } = fitting;
  await asTakenUp(environment, fitting.planOf(record), record, await waiters.standings.state(record));
}
