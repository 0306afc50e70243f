import type { EarlyAnswer } from './from-inbox.ts';
import type { Parked } from './parked.ts';

/**
 * What was left for a thread and is not taken yet, as whoever drove it knew it when the thread came to rest. It is kept with the warm
 * state, and given to the next driver here, which need not read those messages again.
 *
 * It holds for as long as nobody else had the thread: what is consumed is consumed by whoever owns it.
 */
export interface Mail {
  /** What nothing accepts yet. */
  readonly parked: Parked | undefined;
  /** Answers to what nobody has asked yet. */
  readonly early: EarlyAnswer[] | undefined;
  /** Those of it that were found to be kept, by message. */
  readonly kept: Set<number> | undefined;
  /** The newest message that was looked at; 0 where there was none. */
  readonly seen: number;
}
