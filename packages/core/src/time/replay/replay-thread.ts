import type { Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Reading } from '../../store/load.ts';
import type { Store } from '../../store/contract/store.ts';
import type { Divergence } from './divergence.ts';
import { jumpsOf } from '../read/jumps.ts';
import { firstSeq, seqOf } from '../read/part-of-log.ts';
import { recordOf } from '../../store/records.ts';
import { pastIdsOf } from './past-ids.ts';
import { Replaying } from './replaying.ts';

/** What a replay of a thread found. */
export interface Replay {
  readonly thread: string;
  readonly graph: string;
  /** The fingerprint of the plan that the thread last ran with, and of today's. */
  readonly fingerprints: { readonly recorded: string; readonly today: string };
  /** Checkpoints that today's code comes to as well. */
  readonly checkpoints: number;
  /** Checkpoints that were not looked at: what an older graph recorded, or what is before the first. */
  readonly skipped: number;
  /** Where today's code goes another way than an older graph did, before a migration leaves that behind. */
  readonly older: readonly Divergence[];
  /** The first checkpoint at which today's code goes elsewhere or computes another state; absent where there is none. */
  readonly divergence?: Divergence;
  /**
   * Others after it, each decided from the state that was recorded; the first twenty. Absent where the state of then cannot be
   * one of today's graph, as a node is gone: what comes after that is not looked at.
   */
  readonly later?: readonly Divergence[];
  /** Why the thread could not be replayed; given by `replayAll` alone. */
  readonly problem?: Problem;
}

/** Which part of a thread is replayed. */
export interface ReplayPart {
  /** The checkpoint whose state is taken as given; what comes after it is replayed. */
  readonly from?: number;
}

/** Replays a thread of a store with a plan, and tells where they part. */
export async function replayThread(
  store: Store,
  thread: string,
  plan: Plan,
  { from, ...reading }: Reading & ReplayPart,
): Promise<Replay> {
  const record = await recordOf(store, thread);
  const [jumps, ids] = [await jumpsOf(store, record), await pastIdsOf(store, record)];
  const replaying = new Replaying({ store, record, plan, reading, jumps, ids });
  const first = await firstSeq(store, thread);
  const given = from === undefined ? (first === 1 ? 0 : first) : await seqOf(store, record, from);
  const end = await replaying.run(given);
  return {
    thread,
    graph: plan.name,
    fingerprints: { recorded: record.fingerprint, today: plan.fingerprint },
    ...end,
  };
}
