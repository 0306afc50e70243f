import type { Plan } from '../../compile/plan.ts';
import type { Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import type { Divergence } from './divergence.ts';
import type { Jump } from '../read/jumps.ts';
import type { PastId } from './past-ids.ts';

/** What is replayed with what. */
export interface ReplayOf {
  readonly store: Store;
  readonly record: ThreadRecord;
  readonly jumps: readonly Jump[];
  readonly ids: readonly PastId[];
  readonly plan: Plan;
  readonly reading: Reading;
}

/** How a replay ends. */
export interface ReplayEnd {
  readonly checkpoints: number;
  readonly skipped: number;
  readonly older: readonly Divergence[];
  readonly divergence?: Divergence;
  readonly later?: readonly Divergence[];
}
