/** When and where something is decided: what every decision is given last. */
export interface Moment {
  /**
   * Milliseconds since 1970: the time of the checkpoint that the decision leads to. It is recorded, so a replay decides by
   * the same time; `Date.now()` would be another there.
   */
  readonly now: number;
  /** The id of the thread. */
  readonly thread: string;
  /** The path of the lane that is decided for; empty for a thread's first. */
  readonly lane: string;
  /** The name of the lane's graph. */
  readonly graph: string;
  /**
   * By how many milliseconds the wait of the lane that ends first, of those whose `at` said until when, ends later than that, as in a fork or after
   * a rewind; 0 where it ends as was said, and where there is none. Other instants that the state holds of then are as much later.
   */
  readonly putOff: number;
  /** What was spent of a name by the nearest limit of it around: since the graph began, in this turn or today, as the limit says. */
  spent(this: void, name: string): number;
  /** How much of a name may still be spent, by all limits around; `Infinity` where it is only counted. */
  left(this: void, name: string): number;
}
