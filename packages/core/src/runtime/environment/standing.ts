import type { RunNumbers } from '../observe/run-numbers.ts';
import type { NewThread, ThreadRecord } from '../../store/contract/store.ts';

/** What a driver knows of its thread's record when it begins to write. */
export interface Standing extends Pick<
  ThreadRecord,
  'id' | 'created' | 'fence' | 'status' | 'due' | 'takeovers' | 'summary'
> {
  /** There where nobody owns the thread: its first commit takes it, and then this is called. */
  readonly free?: () => void;
  /** The newest message that is known, 0 where none is: a commit that takes the thread is stale where a newer one waits. */
  readonly seen?: number;
  /** The number of its newest stored output. */
  readonly shown?: number;
  /** How its runs are numbered, where this process drove it before. */
  readonly runs?: RunNumbers;
}

/** What the record says of a thread that is created with {@link ThreadLog.create}. */
export const atStart = { status: 'running', due: null, summary: null } as const;

/** What is known of such a thread. */
export const newborn: Omit<Standing, 'id' | 'created'> = { ...atStart, fence: 1, takeovers: 0 };

/** What a new thread's record has beside its graph and how it stands. */
export type Born = Pick<NewThread, 'id' | 'created' | 'tags' | 'origin' | 'brings'>;
