import { elapsedOn, type Clock } from '../../base/clock.ts';

/** The smallest jump of the wall clock that counts as a step, in milliseconds; smaller ones are adjustments. */
const smallest = 500;

/**
 * The time by which others' leases are judged.
 *
 * Leases end at times of the wall clock. When that is set forward, or the machine slept, all leases look over before living owners
 * could renew theirs. So for the length of a lease after a step, the time is given as though there had been no step.
 */
export class LeaseTime {
  readonly #clock: Clock;
  readonly #lease: number;
  /** The wall clock minus the elapsed time, when they were last looked at. */
  #ahead: number;
  #step = 0;
  /** Until when the step is left out, in elapsed time. */
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
