import { hostname } from 'node:os';
import type { Environment } from './environment.ts';

/** Keeps a runtime known as alive while it drives threads: one heartbeat for all of them. */
export class Ownership {
  readonly #environment: Environment;
  readonly #lease: number;
  #until = 0;
  #stop: (() => void) | undefined;

  /** `lease` is how long, in milliseconds, a runtime counts as alive after a heartbeat. */
  constructor(environment: Environment, lease: number) {
    this.#environment = environment;
    this.#lease = lease;
  }

  /** Makes sure that the lease holds before a thread is taken. */
  async hold(): Promise<void> {
    if (this.#until - this.#environment.clock.now() < this.#lease / 2) await this.#beat();
    if (this.#stop === undefined) this.#schedule();
  }

  /** Nothing is driven any more: no heartbeat is needed. */
  release(driven: number): void {
    if (driven > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  async close(): Promise<void> {
    this.release(0);
    if (this.#until > 0) await this.#environment.store.retire(this.#environment.owner);
  }

  #schedule(): void {
    this.#stop = this.#environment.clock.after(this.#lease / 3, () => {
      this.#schedule();
      void this.#beat().catch(() => undefined);
    });
  }

  async #beat(): Promise<void> {
    const { store, clock, owner } = this.#environment;
    const until = clock.now() + this.#lease;
    await store.heartbeat({ id: owner, pid: process.pid, host: hostname() }, until);
    this.#until = until;
  }
}
