import type { OnBusy } from './on-busy.ts';

/** How a runtime goes about its work. */
export interface RuntimeOptions {
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How often a thread's owners may die in a row before it is failed. */
  readonly maxTakeovers: number;
  /** How many threads are taken up at once of those that nobody drives. */
  readonly concurrency: number;
  /** Whether threads are driven here at all. */
  readonly drive: boolean;
  /** What is done, unless a call says otherwise, when another process drives a thread. */
  readonly onBusy: OnBusy;
}
