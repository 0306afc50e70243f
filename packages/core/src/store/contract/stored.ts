/** One checkpoint as stored; `changes` and `detail` are JSON text. */
export interface StoredRow {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  readonly cause: string;
  readonly from: string;
  readonly to: string | null;
  readonly phase: string;
  readonly label: string | null;
  readonly changes: string | null;
  readonly detail: string | null;
}

/** A state of the whole tree as stored, at one checkpoint. */
export interface StoredSnapshot {
  readonly seq: number;
  readonly body: string;
}

/**
 * A value over 16 KiB, kept once under its hash, for as long as something uses it.
 *
 * A commit lists every blob that its rows or its snapshot name, those that are stored already included: that is how a
 * store knows when the last use is gone.
 */
export interface Blob {
  /** SHA-256 of the body, in hexadecimal. */
  readonly hash: string;
  readonly body: string;
}

/** A state as stored: the newest snapshot by then, and what leads on from there. */
export interface StoredState {
  /** Undefined where there is none: then the rows begin with the first. */
  readonly snapshot: StoredSnapshot | undefined;
  /** Those after the snapshot, in order. */
  readonly rows: readonly StoredRow[];
  /** Those that the snapshot and the rows name, each once; there may be others. */
  readonly blobs: readonly Blob[];
}

/** What an activity showed, for whoever watches the thread: no part of its history, and kept for a while only. */
export interface StoredOutput {
  /** Which of the thread's outputs it is, counted from 1. */
  readonly n: number;
  /** The newest checkpoint when it was shown. */
  readonly seq: number;
  /** JSON text that the runtime reads. */
  readonly body: string;
}

/** A message for a thread that somebody else may be driving: an event, an answer, a cancellation. */
export interface Message {
  readonly id: number;
  readonly thread: string;
  /** JSON text that the runtime reads. */
  readonly body: string;
  readonly at: number;
  /** Kept until something accepts it; the others are answered at the next turn. */
  readonly queued: boolean;
  /** What it was left under; no other message of the thread is. */
  readonly key: string | null;
  /** What came of it, as JSON text; null until it is consumed. */
  readonly outcome: string | null;
}

/** A message for another thread that is left with a commit; what was left there under its key before is not left again. */
export type Posted = Pick<Message, 'thread' | 'body' | 'at' | 'queued'> & {
  readonly key: string;
  /** It is for a thread that may be gone: then it is left for nobody. */
  readonly ifThere?: true;
};
