import { elapsedOn, type Clock } from '../../base/clock.ts';
import { isProblem, type ProblemCode } from '../../base/problem/problem.ts';
import { isPassing } from '../../store/is-passing.ts';
import { pauseAfter } from './setbacks.ts';

/** Problems that one thread's part of a store may have, while the store is sound for the others. */
const ofAThread: ReadonlySet<ProblemCode> = new Set(['store/corrupt', 'store/refused', 'store/invalid-cursor']);

/** Whether a store is of no use from now on: it was closed, replaced, damaged as a whole, may not be written, or is no longer known. */
export function isEndOfStore(error: unknown): boolean {
  if (isProblem(error, 'store/corrupt') && error.facts.whole === true) return true;
  return isStores(error) && !isPassing(error) && !ofAThread.has(error.code);
}

/** Whether a look at what a store has to do can never succeed. */
export function isEndOfLooking(error: unknown): boolean {
  return isStores(error) && !isPassing(error);
}

function isStores(error: unknown): error is Error & { readonly code: ProblemCode } {
  return isProblem(error) && error.code.startsWith('store/');
}

/** How long a store that fails has failed: it is told of once a pause, and the pauses grow until it answers. */
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
