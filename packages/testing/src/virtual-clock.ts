import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Clock, Duration } from '@cairn/core';
import { toMilliseconds } from '@cairn/core/store';

/** A clock whose time passes only when a test says so. */
export interface VirtualClock extends Clock {
  /** When the waits that are left are due, in milliseconds since 1970, earliest first. */
  readonly pending: readonly number[];
  /**
   * Lets time pass. What is due on the way happens in order, each at its own time, and what follows from it has happened
   * before the next: promises are left to run until nobody has asked for the time for a while.
   *
   * `advance(0)` only lets happen what can happen now. Real waits, such as a request over a network, are not waited for.
   */
  advance(duration: Duration): Promise<void>;
}

/** When virtual time begins, if a test does not say: some new year, in milliseconds since 1970. */
const newYear = Date.UTC(2026, 0, 1);

/**
 * A clock for tests: the same calls give the same times, and a week takes no time.
 *
 * @example
 * const clock = virtualClock();
 * const cairn = open({ store: memory(), graphs: [reminder], clock });
 * const thread = await cairn.start(reminder, {});
 * await clock.advance('24h');
 */
export function virtualClock(start: number = newYear): VirtualClock {
  return new ManualClock(start);
}

interface Wait {
  readonly due: number;
  readonly call: () => void;
}

/** So many turns of the event loop in a row in which nobody asks for the time count as quiet. */
const quietTurns = 5;

/** Something that asks for the time without end is not waited for any longer than this. */
const mostTurns = 10_000;

class ManualClock implements VirtualClock {
  readonly #waits = new Set<Wait>();
  #now: number;
  /** How often anybody asked for the time or for a wait. */
  #asked = 0;
  #passing: Promise<void> = Promise.resolve();

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    this.#asked += 1;
    return this.#now;
  }

  after(milliseconds: number, then: () => void): () => void {
    this.#asked += 1;
    const wait: Wait = { due: this.#now + Math.max(0, milliseconds), call: then };
    this.#waits.add(wait);
    return () => this.#waits.delete(wait);
  }

  get pending(): readonly number[] {
    return [...this.#waits].map(({ due }) => due).toSorted((left, right) => left - right);
  }

  async advance(duration: Duration): Promise<void> {
    const passing = this.#passing.then(() => this.#pass(toMilliseconds(duration)));
    this.#passing = passing.catch(() => undefined);
    return passing;
  }

  async #pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await this.#quiet();
    for (let wait = this.#next(end); wait !== undefined; wait = this.#next(end)) {
      this.#waits.delete(wait);
      this.#now = Math.max(this.#now, wait.due);
      wait.call();
      await this.#quiet();
    }
    this.#now = end;
  }

  /** The first wait that is due by then; of several at one time, the one that was asked for first. */
  #next(end: number): Wait | undefined {
    let next: Wait | undefined;
    for (const wait of this.#waits) if (wait.due <= end && wait.due < (next?.due ?? Infinity)) next = wait;
    return next;
  }

  async #quiet(): Promise<void> {
    for (let turn = 0, still = 0; still < quietTurns && turn < mostTurns; turn += 1) {
      const asked = this.#asked;
      await turnOfEventLoop();
      still = this.#asked === asked ? still + 1 : 0;
    }
  }
}
