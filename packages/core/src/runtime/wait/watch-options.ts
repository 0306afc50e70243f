import type { Until } from './standings.ts';

/** How a thread is watched. */
export interface WatchOptions {
  /**
   * The checkpoint to begin with; or the id of an event, to go on after it, in whatever process that was told. By default, what
   * happens from the call on.
   */
  readonly from?: number | string;
  /**
   * When to end: once it is done, failed, cancelled or waits for somebody, `settled`, which is the default; `ended`, which goes on while
   * it waits; or `stopped`, which goes on over its end too, from which an edit or a rewind may take it up, until whoever watches stops.
   */
  readonly until?: Until | 'stopped';
  /** Ends the loop with its reason when it aborts; the thread goes on. */
  readonly signal?: AbortSignal;
}
