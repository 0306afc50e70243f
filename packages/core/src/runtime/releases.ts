import type { ThreadUpdate } from '../store/store.ts';
import type { Environment } from './environment.ts';
import { pauseAfter } from './setbacks.ts';
import type { ThreadLog } from './thread-log.ts';

/** What is known of a thread that is owned here and driven no more. */
export interface Released {
  readonly thread: string;
  readonly fence: number;
  /** Facts of it that change with that. */
  readonly update?: ThreadUpdate;
  /** Whether it counts as a death, like that of an owner. */
  readonly died?: boolean;
}

/**
 * Lets go of threads that are owned here though nobody drives them: what claimed them has failed. A living owner that drives
 * nothing would keep them from everybody.
 */
export class Releases {
  readonly #environment: Environment;
  readonly #closing: AbortSignal;

  constructor(environment: Environment, closing: AbortSignal) {
    this.#environment = environment;
    this.#closing = closing;
  }

  /** A drive lost its thread; where that was to nobody, for its own fence still holds, the thread is let go of. */
  async lost({ thread, fence, isFree }: Pick<ThreadLog, 'thread' | 'fence' | 'isFree'>): Promise<void> {
    if (!isFree) await this.release({ thread, fence });
  }

  /** Lets go of a thread, again and again after a growing pause where the store cannot be written; never rejects. */
  async release(released: Released, failures = 0): Promise<void> {
    const { store, clock } = this.#environment;
    const { thread, fence, update } = released;
    try {
      // What was counted before the death was forgotten only if what it had come to was written.
      const record = released.died === true ? await store.thread(thread) : undefined;
      const counted = record && { takeovers: record.takeovers + 1 };
      // One that is stale is somebody else's by now.
      await store.commit({ thread, fence, rows: [], update: { ...update, ...counted, owner: null } });
    } catch {
      // A runtime that is closed gives up all that it owns, or is dead when its lease is over.
      if (this.#closing.aborted) return;
      clock.after(pauseAfter('died', failures + 1), () => void this.release(released, failures + 1));
    }
  }
}
