import { ask, patienceOf, type Patience } from '../../store/ask.ts';
import type { Soon, ThreadRecord, ThreadUpdate } from '../../store/contract/store.ts';
import type { Found, Take } from '../../store/contract/take.ts';
import { claim, take } from '../drive/claim.ts';
import type { Environment } from '../environment/environment.ts';
import { pauseAfter } from './setbacks.ts';
import type { ThreadLog } from '../drive/thread-log.ts';

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
 * Claims threads, and lets go of those that are owned here though nobody drives them, because what claimed them failed afterwards: to
 * others they would have a living owner. Takeovers, rewinds and prunings claim by it; where the store fails, letting go is tried again.
 */
export class Releases {
  readonly #environment: Environment;
  readonly #closing: AbortSignal;
  readonly #isDriven: (thread: string) => boolean;

  constructor(environment: Environment, closing: AbortSignal, isDriven: (thread: string) => boolean) {
    this.#environment = environment;
    this.#closing = closing;
    this.#isDriven = isDriven;
  }

  readonly #patience: Patience = () => patienceOf(this.#environment.lease, this.#closing);

  /**
   * Claims a thread for this runtime; `force` takes it from a living owner too. Where that fails, it may be owned here all the same:
   * it is let go of.
   */
  async claim(thread: string, force = false): Promise<ThreadRecord | 'busy' | undefined> {
    if (!force && this.#isDriven(thread)) return 'busy';
    return this.#orRelease(thread, claim(this.#environment, thread, this.#patience, force));
  }

  /** Takes a thread for this runtime and reads it, where that may be, likewise. */
  take(thread: string, terms: Omit<Take, 'owner' | 'now'>): Promise<Found | undefined> {
    return this.#orRelease(thread, take(this.#environment, thread, terms, this.#patience));
  }

  async #orRelease<Taken>(thread: string, taking: Soon<Taken>): Promise<Taken> {
    try {
      return await taking;
    } catch (error) {
      void this.#releaseIfOurs(thread);
      throw error;
    }
  }

  async #releaseIfOurs(thread: string): Promise<void> {
    await this.#again(async () => {
      const { store, owner } = this.#environment;
      const record = await store.thread(thread);
      if (record?.owner !== owner || this.#isDriven(thread)) return;
      await store.commit({ thread, fence: record.fence, rows: [], update: { owner: null } });
    });
  }

  /** A drive lost its thread; where that was to nobody, for its own fence still holds, the thread is let go of. */
  async lost({ thread, fence, isFree }: Pick<ThreadLog, 'thread' | 'fence' | 'isFree'>): Promise<void> {
    if (!isFree) await this.release({ thread, fence });
  }

  /** Lets go of a thread, again and again after a growing pause where the store cannot be written; never rejects. */
  async release({ thread, fence, update, died }: Released): Promise<void> {
    await this.#again(async () => {
      const { store, owner } = this.#environment;
      // What was counted before the death was forgotten only if what it had come to was written.
      const record = died === true ? await store.thread(thread) : undefined;
      // A commit whose answer was lost may be in the store all the same: then it is let go of, and its death is counted.
      if (record !== undefined && record.owner !== owner) return;
      const counted = record && { takeovers: record.takeovers + 1 };
      // One that is stale is somebody else's by now.
      await store.commit({ thread, fence, rows: [], update: { ...update, ...counted, owner: null } });
    });
  }

  async #again(release: () => Promise<void>, failures = 0): Promise<void> {
    const { clock } = this.#environment;
    try {
      await ask(this.#patience, release);
    } catch {
      // A runtime that is closed gives up all that it owns, or is dead when its lease is over.
      if (this.#closing.aborted) return;
      clock.after(pauseAfter('died', failures + 1), () => void this.#again(release, failures + 1));
    }
  }
}
