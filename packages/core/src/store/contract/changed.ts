import type { ThreadRecord } from './record.ts';
import type { Message } from './stored.ts';

/** A thread, as far as it is known to whoever asks whether it is so still. What is left out may be as it likes. */
export interface Asked {
  readonly thread: string;
  /** What its record said. Left out where nothing is known of it: then whatever is there is news. */
  readonly known?: Partial<Pick<ThreadRecord, 'created' | 'fence' | 'head' | 'status' | 'owner'>>;
  /** The newest message that was looked at: one that is not consumed and newer is news. */
  readonly seen?: number;
  /** Messages of it that were not consumed: one that is, or that is gone, is news. */
  readonly unread?: readonly number[];
  /** How many outputs it had: another number is news. */
  readonly shown?: number;
}

/** A thread that is not as it was known, as of one moment. */
export interface Changed {
  readonly thread: string;
  /** Undefined where there is no such thread; then there is nothing else of it either. */
  readonly record: ThreadRecord | undefined;
  /** Those that are not consumed and newer than the one that was seen, oldest first; none where that was not asked. */
  readonly messages: readonly Message[];
  /** Those that are unread no more, with what came of each; null where that is not kept, or the message is gone. */
  readonly consumed: readonly Pick<Message, 'id' | 'outcome'>[];
  readonly shown: number;
}

const facts = ['fence', 'head', 'status', 'owner', 'created'] as const;

/** Whether a record says otherwise than was known. */
export function isOtherwise(known: Asked['known'], record: Pick<ThreadRecord, (typeof facts)[number]>): boolean {
  return known === undefined || facts.some((fact) => known[fact] !== undefined && known[fact] !== record[fact]);
}
