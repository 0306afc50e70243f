import type { Plan } from '../../compile/plan.ts';
import type { Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import type { Divergence } from './divergence.ts';
import type { Jump } from '../read/jumps.ts';
import type { PastId } from './past-ids.ts';

/** The thread that is replayed, and the plan that it is replayed with. */
export interface ReplayOf {
  readonly store: Store;
  readonly record: ThreadRecord;
  readonly jumps: readonly Jump[];
  readonly ids: readonly PastId[];
  readonly plan: Plan;
  readonly reading: Reading;
}

/** How a replay ends; `Replay` says what the parts are. */
export interface ReplayEnd {
  readonly checkpoints: number;
  readonly skipped: number;
  readonly older: readonly Divergence[];
  readonly divergence?: Divergence;
  readonly later?: readonly Divergence[];
}
