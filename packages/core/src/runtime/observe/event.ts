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
  /** How many attempts, runs and outputs were left out, as the listener was too far behind. No checkpoint is ever left out. */
  | { readonly type: 'missed'; readonly thread: string; readonly count: number };

/** What runs show. */
export type Shown = Extract<Happening, { type: 'attempt' | 'run' | 'output' }>;

/** What happens to a thread, as it is heard in the process that drives it; `n` is an output's number, where the store keeps outputs. */
export type Published = Exclude<Happening, Shown> | (Shown & { readonly n?: number });

/**
 * What happens to a thread, as whoever watches it is told. Its `id` is the place after it, `<seq>.<n>`: the newest checkpoint that was
 * told by then, and how many outputs of those that the store keeps.
 */
export type ThreadEvent = Happening & { readonly id: string };

/**
 * What a runtime does, and what happens to the threads that it drives: what {@link Happening} says of each, who has it, and what is wrong.
 * Its `thread` is of the `graph` of that name.
 */
export type RuntimeEvent =
  | Exclude<Happening, { type: 'missed' }>
  /** A run ended: how, after how many milliseconds, and with which error where it failed. A checkpoint follows, which says whether and when it is tried again. */
  | ({ readonly type: 'ended'; readonly duration: number } & OfRun & Ended)
  /** A thread was made, and is on disk. */
  | { readonly type: 'started'; readonly thread: string; readonly graph: string }
  /**
   * The runtime owns the thread now and drives it. `from` is the owner that it was taken from, dead or, by force, alive; `deaths` is how many owners in
   * a row have died where it is, that one included.
   */
  | {
      readonly type: 'taken';
      readonly thread: string;
      readonly graph: string;
      readonly from?: string;
      readonly deaths?: number;
    }
  /** The runtime let go of a thread that was still at work, because it stops. */
  | { readonly type: 'released'; readonly thread: string }
  /** Another process took the thread. */
  | { readonly type: 'lost'; readonly thread: string }
  /**
   * Something that came to a thread was not accepted, `input` says what kind. Without one, the thread itself cannot be driven here: its
   * graph has changed so that it cannot go on, what is stored of it is damaged, or it talks to a graph that is not known here.
   */
  | { readonly type: 'refused'; readonly thread: string; readonly input?: string; readonly error: unknown }
  /** Driving broke off because the store could not be written; the thread is taken up again. */
  | { readonly type: 'broken'; readonly thread: string; readonly error: unknown }
  /** The store could not be read or written, whatever the thread; it is tried again after a pause, which grows. */
  | { readonly type: 'failing'; readonly error: unknown }
  /** The runtime's worker takes up nothing more; so many threads are still driven here. */
  | { readonly type: 'stopping'; readonly driven: number }
  | { readonly type: 'stopped' };

/** The events of a runtime for a reader, and how many were left out where it was too far behind. */
export type ToldEvent = RuntimeEvent | { readonly type: 'missed'; readonly count: number };

/** How a run ended. */
export type Ended = { readonly how: HowEnded } | { readonly how: 'failed'; readonly error: unknown };

/**
 * How a run ended that did not fail: it is `done`; it waits for an answer or for time, and will run again; its node was `left`; its thread
 * was let go of, as the process stops; or it was lost to another process.
 */
export type HowEnded = 'done' | 'waiting' | 'left' | 'released' | 'lost';
