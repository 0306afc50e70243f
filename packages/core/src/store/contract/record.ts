export type Status = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** What is listed of a thread. */
export interface ThreadRecord {
  readonly id: string;
  /** The graph's name. */
  readonly graph: string;
  /** The fingerprint of the plan it last ran with. */
  readonly fingerprint: string;
  readonly status: Status;
  /** When it goes on by itself, in milliseconds since 1970; null where it does not. */
  readonly due: number | null;
  /** The newest checkpoint. */
  readonly head: number;
  readonly created: number;
  /** The time of the newest row whose commit changed some of this; `created` until then. */
  readonly updated: number;
  /** Raised by each claim; a commit must name the newest. */
  readonly fence: number;
  /** Who drives it, if somebody does. */
  readonly owner: string | null;
  /** How often in a row an owner died on it. */
  readonly takeovers: number;
  readonly tags: readonly string[];
  /**
   * The thread it was forked from, and the last checkpoint that both have. That thread may be gone, or in another store: one that was
   * imported has its past as its own.
   */
  readonly origin: { readonly thread: string; readonly seq: number } | null;
  /** The outcome, the failure or what it waits for, as JSON text, for lists. */
  readonly summary: string | null;
}
