import type { CairnSaver } from '../saver/cairn-saver.ts';

/** Where a checkpoint is. */
export interface Address {
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
}

/** Where threads are brought to. */
export interface Destination {
  /** Whether a thread is there, with the newest checkpoints. An error where it is there without them. */
  isThere(thread: string, addresses: readonly Address[]): Promise<boolean>;
  /** Brings one in, whole or not at all: `fill` puts what there is of it into a saver. */
  bringIn(thread: string, fill: (saver: CairnSaver) => Promise<void>): Promise<void>;
}
