import { hostname } from 'node:os';
import { elapsedOn, showsWaits, whenDue } from '../../base/clock.ts';
import { ask, patienceOf } from '../../store/ask.ts';
import type { Soon } from '../../store/contract/store.ts';
import type { Environment } from '../environment/environment.ts';

/** So many heartbeats come in the time of a lease. */
const beats = 4;

/** What an owner's heart beats for. */
export interface OwnershipOptions {
  readonly environment: Environment;
  /** How long, in milliseconds, the owner counts as alive after a heartbeat. */
  readonly lease: number;
  /** The lease was over and holds again: threads may have been taken meanwhile. */
  readonly late: () => Promise<void>;
  /** The lease cannot be renewed before it is over: others may take every thread then. */
  readonly lost: () => void;
  /** Whether a thread is driven here. */
  readonly isDriving: () => boolean;
}

/**
 * Keeps a runtime known as alive while it drives threads, or takes them: one heartbeat for all of them.
 *
 * It beats or is silent. {@link Ownership.during} has it beat, and once no thread is driven or taken it is silent when the next beat is
 * due. Where a beat comes too late for the lease, all threads here are let go of.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  /** When the lease is over: as the clock on the wall shows, and as passes on it. */
  #until = 0;
  #passes = 0;
  readonly #closing = new AbortController();
  #beating: Promise<void> | undefined;
  #stop: (() => void) | undefined;
  /** How many take threads now. */
  #takers = 0;

  constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /** Takes threads, or tries to, with a lease that holds from before until they are driven. */
  async during<Taken>(take: () => Soon<Taken>): Promise<Taken> {
    const { lease } = this.#options;
    this.#takers += 1;
    try {
      // Always a turn later: whoever calls may listen to what comes of it.
      await (this.#left() < lease / 2 ? this.#beat() : undefined);
      this.keep();
      const taken = take();
      return taken instanceof Promise ? await taken : taken;
    } finally {
      this.#takers -= 1;
    }
  }

  /**
   * Goes on renewing the lease for as long as a thread is driven or taken, which is seen when the next heartbeat is due: between
   * two turns of a conversation nothing is driven, and to call off two timers and set two anew took a tenth of such a turn.
   */
  keep(): void {
    if (this.#stop !== undefined) return;
    const { clock } = this.#options.environment;
    const beat = (): void => {
      this.#stopWaiting();
      if (this.#takers === 0 && !this.#options.isDriving()) return;
      this.keep();
      void this.#renew();
    };
    const wait = this.#options.lease / beats;
    // Where the clock is set forward the lease ends sooner than in so much time.
    const stops = [clock.after(wait, beat), whenDue(clock, clock.now() + wait, beat)];
    // Not written where it is assigned: V8 makes such a function in old space, and what it holds lives until that is collected.
    const stop = (): void => {
      for (const each of stops) each();
    };
    this.#stop = stop;
  }

  /** Nothing is driven: a clock that shows what is waited for, as one for tests does, shows what the threads wait for alone. */
  rest(): void {
    if (showsWaits(this.#options.environment.clock) && this.#takers === 0) this.#stopWaiting();
  }

  /** A heartbeat was written that had been given up: it may have come after a newer one, so there is another. */
  beatAnew(): void {
    if (this.#stop !== undefined) void this.#renew();
  }

  #stopWaiting(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Lets go of all that is still held; where the store fails for a moment it is tried again, as long as the lease may hold. */
  async close(): Promise<void> {
    this.#stopWaiting();
    this.#closing.abort('closed');
    // A heartbeat that is on its way would have the owner live on.
    await this.#beating?.catch(() => undefined);
    const { environment, lease } = this.#options;
    if (this.#until === 0) return;
    // Whatever the lease, more than once; the closing that is under way aborts nothing of this.
    const patience = (): AbortSignal => patienceOf(lease, new AbortController().signal);
    await ask(patience, () => environment.store.retire(environment.owner));
  }

  async #renew(): Promise<void> {
    const { lease, lost } = this.#options;
    // The next heartbeat would come when others may take the threads already: this one has to arrive.
    const isLast = this.#left() <= lease / beats;
    // A heartbeat that has been on its way since the last turn is as good as failed.
    if (isLast && this.#beating !== undefined) lost();
    try {
      await this.#beat();
    } catch {
      if (isLast) lost();
    }
  }

  /** How much of the lease is left at least: by the clock on the wall, by which others may judge, and as time passes. */
  #left(): number {
    const { clock } = this.#options.environment;
    return Math.min(this.#until - clock.now(), this.#passes - elapsedOn(clock));
  }

  #beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => (this.#beating = undefined));
    return this.#beating;
  }

  async #beatOnce(): Promise<void> {
    const { environment, lease, late } = this.#options;
    const { store, clock, owner } = environment;
    const began = clock.now();
    const passed = elapsedOn(clock);
    const wasOver = this.#until > 0 && this.#left() <= 0;
    // Before the next is due.
    const patience = (): AbortSignal => patienceOf(lease / beats, this.#closing.signal);
    await ask(patience, () => store.heartbeat({ id: owner, pid: process.pid, host: hostname() }, lease, began));
    this.#until = began + lease;
    this.#passes = passed + lease;
    if (wasOver) await late();
  }
}
