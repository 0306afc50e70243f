import { elapsedOn, type Clock } from '../../base/clock.ts';

/** A step of the clock that is smaller is none: it may be an adjustment, milliseconds at a time. */
const smallest = 500;

/**
 * The time by which others' leases are judged.
 *
 * Leases are times on the wall. When that clock is set forward, or the machine slept, every lease looks over, and the
 * living have not had the time to renew theirs. So for the length of a lease after a step, leases are judged by the time as
 * though there had been none.
 */
export class LeaseTime {
  readonly #clock: Clock;
  readonly #lease: number;
  /** What the clock on the wall was ahead of the time that passed, when it was last looked at. */
  #ahead: number;
  #step = 0;
  /** Until when the step is left out, as passes on the clock. */
  #until = -Infinity;

  constructor(clock: Clock, lease: number) {
    this.#clock = clock;
    this.#lease = lease;
    this.#ahead = clock.now() - elapsedOn(clock);
  }

  now(): number {
    const now = this.#clock.now();
    const elapsed = elapsedOn(this.#clock);
    const step = now - elapsed - this.#ahead;
    this.#ahead += step;
    if (elapsed >= this.#until) this.#step = 0;
    if (Math.abs(step) >= smallest) {
      this.#step += step;
      this.#until = elapsed + this.#lease;
    }
    return now - this.#step;
  }
}
