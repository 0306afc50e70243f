import type { Entries } from '../advance/entries.ts';
import { platform } from '../base/platform.ts';

/**
 * Hands a run what its visit recorded, in the order in which it was recorded: whatever won a race wins it again.
 *
 * 1. One thing is handed over in a turn of the event loop, so that the function does what follows from it before the next.
 * 2. What came later than something that was not asked for yet waits a turn, in which the function may ask for that.
 */
export class InOrder {
  /** Where what is over stands in the journal, in order. */
  readonly #places: readonly number[];
  /** How many of them were handed over, from the first on. */
  #next = 0;
  readonly #handed = new Set<number>();
  readonly #waiting = new Map<number, () => void>();
  /** Whether something was handed over in this turn, or is waiting for the next. */
  #isTurnDue = false;

  constructor(journal: Entries) {
    this.#places = journal.placesOfWhatIsOver();
  }

  /** Waits until it is the turn of something that is over; undefined where it is at once. */
  turnOf(place: number): Promise<void> | undefined {
    const isNext = this.#places[this.#next] === place && !this.#isTurnDue;
    if (isNext) this.#hand(place);
    this.#turnSoon();
    return isNext ? undefined : new Promise((resolve) => this.#waiting.set(place, resolve));
  }

  #hand(place: number): void {
    this.#handed.add(place);
    while (this.#handed.has(this.#places[this.#next] ?? -1)) this.#next += 1;
  }

  #turnSoon(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    platform.setImmediate(() => {
      this.#isTurnDue = false;
      if (this.#waiting.size > 0) this.#handEarliest();
    });
  }

  #handEarliest(): void {
    const place = Math.min(...this.#waiting.keys());
    const resolve = this.#waiting.get(place);
    this.#waiting.delete(place);
    this.#hand(place);
    this.#turnSoon();
    resolve?.();
  }
}

/** Does something with each, one in a turn of the event loop; with the first at once. */
export function inTurns<Each>([first, ...others]: readonly Each[], tell: (each: Each) => void): void {
  if (first === undefined) return;
  tell(first);
  if (others.length > 0) platform.setImmediate(() => inTurns(others, tell));
}
