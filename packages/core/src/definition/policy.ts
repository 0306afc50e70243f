import type { Duration } from '../base/duration.ts';

/** When and how often a failed activity is tried again. */
export interface Retry {
  /** How many times it is tried in all, the first included. */
  readonly attempts: number;
  /** The wait before the second attempt; 0 by default. */
  readonly backoff?: Duration;
  /** What each further wait is multiplied by; 2 by default. */
  readonly factor?: number;
  /** The longest wait. */
  readonly max?: Duration;
  /** The share of a wait, 0 to 1, that is left to chance; 0 by default. */
  readonly jitter?: number;
  /** Whether this error is worth another attempt; all are by default, save those made by `fatal`. */
  readonly when?: (error: unknown) => boolean;
}

/** The most that may be spent of a name, and in what time: as long as its graph is open, by default. */
export interface Limit {
  readonly max: number;
  /** `turn`: since somebody outside was last waited for. `day`: on one day, which is of UTC. */
  readonly per?: 'thread' | 'turn' | 'day';
}

/**
 * The most that may be used within a graph, its subgraphs included: of transitions, and of whatever `ctx.spend` counts.
 * `Infinity` declares a name that is only counted. Without a limit of transitions, a line of execution may come back to
 * nodes 10,000 times since somebody outside was last waited for.
 */
export type Limits<Name extends string = string> = { readonly transitions?: number } & {
  readonly [Key in Name]?: Key extends 'transitions' ? number : number | Limit;
};

/** How long a node's changes may be reused, and for which states. */
export interface CachePolicy<State> {
  /** States with an equal key share one result. */
  readonly key: (state: State) => unknown;
  readonly ttl: Duration;
}
