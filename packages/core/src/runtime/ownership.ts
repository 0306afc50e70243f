import { hostname } from 'node:os';
import type { Environment } from './environment.ts';

/** What an owner's heart beats for. */
export interface OwnershipOptions {
  readonly environment: Environment;
  /** How long, in milliseconds, the owner counts as alive after a heartbeat. */
  readonly lease: number;
  /** The lease was over and holds again: threads may have been taken meanwhile. */
  readonly late: () => Promise<void>;
  /** The lease is over and cannot be renewed: others may take every thread. */
  readonly lost: () => void;
}

/** Keeps a runtime known as alive while it drives threads: one heartbeat for all of them. */
export class Ownership {
  readonly #options: OwnershipOptions;
  #until = 0;
  #beating: Promise<void> | undefined;
  #stop: (() => void) | undefined;

  constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /** Makes sure that the lease holds before a thread is taken. */
  async hold(): Promise<void> {
    const { environment, lease } = this.#options;
    if (this.#until - environment.clock.now() < lease / 2) await this.#beat();
    this.keep();
  }

  /** Goes on renewing the lease until {@link release}. */
  keep(): void {
    const { environment, lease } = this.#options;
    this.#stop ??= environment.clock.after(lease / 3, () => {
      this.#stop = undefined;
      this.keep();
      void this.#renew();
    });
  }

  /** Nothing is driven any more: no heartbeat is needed. */
  release(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async close(): Promise<void> {
    this.release();
    const { store, owner } = this.#options.environment;
    if (this.#until > 0) await store.retire(owner);
  }

  async #renew(): Promise<void> {
    const isOver = this.#options.environment.clock.now() >= this.#until;
    // A heartbeat that has been on its way since the last turn is as good as failed.
    if (isOver && this.#beating !== undefined) this.#options.lost();
    try {
      await this.#beat();
    } catch {
      if (isOver) this.#options.lost();
    }
  }

  #beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => (this.#beating = undefined));
    return this.#beating;
  }

  async #beatOnce(): Promise<void> {
    const { environment, lease, late } = this.#options;
    const { store, clock, owner } = environment;
    const began = clock.now();
    const wasOver = this.#until > 0 && began >= this.#until;
    const until = began + lease;
    await store.heartbeat({ id: owner, pid: process.pid, host: hostname() }, until);
    this.#until = until;
    if (wasOver) await late();
  }
}
