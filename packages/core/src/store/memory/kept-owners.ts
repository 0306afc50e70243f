import type { Clock } from '../../base/clock.ts';

/** Who drives threads, and until when they count as alive: by the store's clock where it has one, else by that of whoever asks. */
export class KeptOwners {
  readonly #clock: Pick<Clock, 'now'> | undefined;
  readonly #until = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'> | undefined) {
    this.#clock = clock;
  }

  beat(owner: string, lease: number, now: number): void {
    this.#until.set(owner, this.#time(now) + lease);
  }

  forget(owner: string): void {
    this.#until.delete(owner);
  }

  isAlive(owner: string | null, now: number): boolean {
    return owner !== null && (this.#until.get(owner) ?? -Infinity) > this.#time(now);
  }

  #time(now: number): number {
    return this.#clock?.now() ?? now;
  }
}
