import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Soon, ThreadRecord } from '../../store/contract/store.ts';
import type { Environment } from '../environment/environment.ts';

/** What waiters are given. */
export interface WaitersOptions {
  readonly environment: Environment;
  /** Whether a thread is driven here: then its drive says when there is something to look at. */
  readonly isDriven: (id: string) => boolean;
  /** Takes up a thread that nobody drives, where threads are driven here. */
  readonly wake: ((record: ThreadRecord) => Promise<unknown>) | undefined;
  /** A problem where nobody could take up a thread that nobody drives, once it was tried so often. */
  readonly mustFit: (record: ThreadRecord, tries: number) => Promise<void>;
  /** Whether a thread has to be taken up, though it rests: its graph is another now. */
  readonly isOutdated: (record: ThreadRecord) => boolean;
  /** Reads a thread's newest state. */
  readonly read: (record: ThreadRecord) => Soon<Snapshot>;
}
