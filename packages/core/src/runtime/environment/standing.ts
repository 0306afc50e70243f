import type { NewThread, ThreadRecord } from '../../store/contract/store.ts';

/** How a log's thread stands in the store. */
export interface Standing extends Pick<
  ThreadRecord,
  'id' | 'created' | 'fence' | 'status' | 'due' | 'takeovers' | 'summary'
> {
  /** Nobody owns it: it is taken with the first commit, and that is told then. */
  readonly free?: () => void;
  /** The newest message that whoever takes it like that knows; 0 where none that is known waits. */
  readonly seen?: number;
  /** How many outputs it had, where others are to see them. */
  readonly shown?: number;
}

/** What the record says of a thread that is created with {@link ThreadLog.create}. */
export const atStart = { status: 'running', due: null, summary: null } as const;

/** How such a thread stands. */
export const newborn: Omit<Standing, 'id' | 'created'> = { ...atStart, fence: 1, takeovers: 0 };

/** What is told of a thread that begins. */
export type Born = Pick<NewThread, 'id' | 'created' | 'tags' | 'origin' | 'brings'>;
