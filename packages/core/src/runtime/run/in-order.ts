import type { Entries } from '../../advance/state/entries.ts';
import { platform } from '../../base/platform.ts';
import type { Within } from './within-step.ts';

/** How many turns of the event loop a function has to ask for what was recorded next, while no step of it is under way. */
const patience = 8;

/**
 * Tells a run what is over in the order in which that was recorded, so that what won a race in an earlier run wins it again.
 *
 * 1. All that a run is told comes through here: what is recorded of its visit, what comes while it runs, and what its own
 *    steps give. What is recorded while it runs comes after all that was recorded before.
 * 2. Each thing is told in a turn of the event loop of its own, so that the function does all that follows from it, and what it
 *    does by itself before, first.
 * 3. What stands behind something that the function did not ask for yet waits until it is asked for and told. Only where no
 *    step is under way and the function lets turn after turn pass is that passed by, for good: today's code, or this attempt,
 *    goes another way.
 * 4. A step within which something waits for its turn is not under way meanwhile: else the two would wait for each other.
 */
export class InOrder {
  /** The keys of all that is over, as recorded. */
  readonly #keys: string[];
  readonly #places = new Map<string, number>();
  /** The place of the first that is neither told nor passed by. */
  #next = 0;
  readonly #told = new Set<number>();
  readonly #asked = new Map<number, () => void>();
  #steps = 0;
  /** The steps within which something waits for its turn, and how much. */
  readonly #held = new Map<Within, number>();
  /** Turns that passed without anything being told. */
  #idle = 0;
  /** Whether a turn is scheduled. */
  #isTurnDue = false;

  constructor(journal: Entries | undefined) {
    this.#keys = journal === undefined ? [] : journal.keysOfWhatIsOver();
    for (const [place, key] of this.#keys.entries()) this.#places.set(key, place);
  }

  /** Gives a key that is over the next place in the order, or the one that it has. */
  recorded(key: string): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  /** A step of the run begins. */
  begins(): void {
    this.#steps += 1;
  }

  /** A step of the run is recorded, or failed. */
  isThrough(): void {
    this.#steps -= 1;
    this.#idle = 0;
    if (this.#asked.size > 0) this.#turnSoon();
  }

  /** Waits until it is the turn of something that is over, which may have been asked for within a step. */
  async turnOf(key: string, within?: Within): Promise<void> {
    const place = this.recorded(key);
    this.#turnSoon();
    this.#hold(within, 1);
    await new Promise<void>((resolve) => this.#asked.set(place, resolve));
    this.#hold(within, -1);
  }

  #hold(within: Within | undefined, more: 1 | -1): void {
    for (let step = within; step !== undefined; step = step.within) {
      const before = this.#held.get(step) ?? 0;
      this.#held.set(step, before + more);
      if (before === 0) this.#steps -= 1;
      if (before + more === 0) this.#steps += 1;
    }
  }

  #tell(place: number): void {
    this.#idle = 0;
    if (place >= this.#next) this.#told.add(place);
    while (this.#told.delete(this.#next)) this.#next += 1;
  }

  #turnSoon(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    platform.setImmediate(() => {
      this.#isTurnDue = false;
      if (this.#asked.size > 0) this.#takeTurn();
    });
  }

  #takeTurn(): void {
    const place = this.#asked.has(this.#next) ? this.#next : Math.min(...this.#asked.keys());
    if (place > this.#next) {
      // When one is through, this is looked at again.
      if (this.#steps > 0) return;
      this.#idle += 1;
      if (this.#idle < patience) {
        this.#turnSoon();
        return;
      }
      this.#passBy(place);
    }
    const resolve = this.#asked.get(place);
    this.#asked.delete(place);
    this.#tell(place);
    if (this.#asked.size > 0) this.#turnSoon();
    resolve?.();
  }

  /** Passes by what stands before a place and was not asked for. */
  #passBy(place: number): void {
    for (; this.#next < place; this.#next += 1) this.#told.delete(this.#next);
  }
}
