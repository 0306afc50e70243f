import type { Row } from '../../advance/state/row.ts';
import type { Status } from '../../advance/status.ts';

/** Which attempt of which visit of a lane's node. */
interface OfAttempt {
  readonly thread: string;
  readonly lane: string;
  readonly node: string;
  /** How often the lane has come to the node. */
  readonly visit: number;
  readonly attempt: number;
}

/** Which run of the attempt's function, counted from 1. */
export interface OfRun extends OfAttempt {
  readonly run: number;
}

/** What happens to a thread. */
export type Happening =
  /** A checkpoint was written. */
  | ({ readonly type: 'checkpoint'; readonly thread: string } & Row)
  /** An attempt of an activity began. */
  | ({ readonly type: 'attempt' } & OfAttempt)
  /** Its function runs again, from the top: after a wait, or because a process died. What the run before showed is shown again. */
  | ({ readonly type: 'run' } & OfRun)
  /** What a run gave to `ctx.emit`. */
  | ({ readonly type: 'output'; readonly data: unknown } & OfRun)
  /** The thread came to rest, or was taken up again. */
  | { readonly type: 'status'; readonly thread: string; readonly status: Status }
  /** So many attempts, runs and outputs were left out: whoever listens was too far behind. No checkpoint is ever left out. */
  | { readonly type: 'missed'; readonly thread: string; readonly count: number };

/** What runs show; where others are to see it too, a number says which of the thread's it is. */
export type Shown = Extract<Happening, { type: 'attempt' | 'run' | 'output' }>;

/** What happens to a thread, as it is heard in the process that drives it. */
export type Published = Exclude<Happening, Shown> | (Shown & { readonly n?: number });

/**
 * What happens to a thread, as whoever watches it is told. Its `id` is the place after it, `<seq>.<n>`: the newest checkpoint that was
 * told by then, and how many outputs of those that the store keeps.
 */
export type ThreadEvent = Happening & { readonly id: string };
