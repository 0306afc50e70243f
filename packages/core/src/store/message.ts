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
export type Posted = Pick<Message, 'thread' | 'body' | 'at' | 'queued'> & { readonly key: string };
