import type { Input } from '../../advance/moves/input.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Problem } from '../../base/problem/problem.ts';
import type { Message } from '../../store/contract/store.ts';
import type { Activity } from './activity.ts';
import type { Published } from '../observe/event.ts';

/** The driver, as its activities see it. */
export interface Host {
  readonly snapshot: Snapshot;
  /** Takes an input of a run or a message; resolves when it is written, rejects when it is refused. */
  tell(input: Input, from: Origin): Promise<void>;
  /** Takes an input that nobody awaits: the end of a run, or what it waits for. */
  push(told: Origin & { readonly input: Input }): void;
  /** Lets go of the thread, for runtimes that have what the run needs and this one has not. */
  leave(run: Activity, why: Problem): void;
  /** Has the driver look again whether anything is left to do. */
  rouse(): void;
  publish(event: Published): void;
  /** Whether anybody hears what is published of a type. */
  isHeard(type: Published['type']): boolean;
}

/** Where an input comes from. */
export interface Origin {
  /** The run it comes from: it counts only while that run does. */
  readonly activity?: Activity;
  /** The message it came by, consumed by the commit that takes it. */
  readonly message?: Message;
}
