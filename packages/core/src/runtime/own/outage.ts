import { elapsedOn, type Clock } from '../../base/clock.ts';
import { pauseAfter } from './setbacks.ts';

/**
 * Whether the store fails as the agenda asks it: it answers, or there is an outage with pauses that grow. The agenda tells of each pause
 * once, and looks for nothing while it lasts.
 */
export class Outage {
  readonly #clock: Clock;
  #times = 0;
  #until = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a pause is under way. */
  get isPause(): boolean {
    return this.#times > 0 && elapsedOn(this.#clock) < this.#until;
  }

  /** Notes a failure; gives the pause after it in milliseconds, or undefined where one is under way. */
  note(): number | undefined {
    if (this.isPause) return undefined;
    this.#times += 1;
    // The first pause of a thread that was lost is none: a store is given one.
    const pause = pauseAfter('lost', this.#times + 1);
    this.#until = elapsedOn(this.#clock) + pause;
    return pause;
  }

  /** The store answers. */
  end(): void {
    this.#times = 0;
  }
}
