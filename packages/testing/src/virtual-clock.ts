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
  /**
   * Sets the clock on the wall, forward or back, as an operator does, or a machine that slept: no time passes. What is due by
   * the new time happens.
   */
  set(time: number): Promise<void>;
  /** Milliseconds that were let pass, whatever the clock was set to. */
  elapsed(): number;
  at(time: number, then: () => void): () => void;
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

/** Something that waits: for time to pass, or for what the clock shows. */
interface Wait {
  readonly for: 'elapsed' | 'time';
  readonly due: number;
  readonly call: () => void;
}

/** So many turns of the event loop in a row in which nobody asks for the time count as quiet. */
const quietTurns = 40;

/** Something that asks for the time without end is not waited for any longer than this. */
const mostTurns = 10_000;

class ManualClock implements VirtualClock {
  readonly #waits = new Set<Wait>();
  /** What the clock showed when no time had passed, as it is set now. */
  #start: number;
  #elapsed = 0;
  /** How often anybody asked for the time or for a wait. */
  #asked = 0;
  #passing: Promise<void> = Promise.resolve();

  constructor(start: number) {
    this.#start = start;
  }

  now(): number {
    this.#asked += 1;
    return this.#start + this.#elapsed;
  }

  elapsed(): number {
    this.#asked += 1;
    return this.#elapsed;
  }

  after(milliseconds: number, then: () => void): () => void {
    return this.#wait({ for: 'elapsed', due: this.#elapsed + Math.max(0, milliseconds), call: then });
  }

  at(time: number, then: () => void): () => void {
    return this.#wait({ for: 'time', due: time, call: then });
  }

  #wait(wait: Wait): () => void {
    this.#asked += 1;
    this.#waits.add(wait);
    return () => this.#waits.delete(wait);
  }

  get pending(): readonly number[] {
    const dues = [...this.#waits].map((wait) => this.#start + Math.max(this.#elapsed, this.#dueOf(wait)));
    return dues.toSorted((left, right) => left - right);
  }

  advance(duration: Duration): Promise<void> {
    return this.#next(() => this.#pass(toMilliseconds(duration)));
  }

  set(time: number): Promise<void> {
    return this.#next(async () => {
      await this.#quiet();
      this.#start = time - this.#elapsed;
      await this.#pass(0);
    });
  }

  #next(pass: () => Promise<void>): Promise<void> {
    const passing = this.#passing.then(pass);
    this.#passing = passing.catch(() => undefined);
    return passing;
  }

  async #pass(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    await this.#quiet();
    for (let wait = this.#firstBy(end); wait !== undefined; wait = this.#firstBy(end)) {
      this.#waits.delete(wait);
      this.#elapsed = Math.max(this.#elapsed, this.#dueOf(wait));
      wait.call();
      await this.#quiet();
    }
    this.#elapsed = end;
  }

  /** By what has passed then, a wait is due. */
  #dueOf(wait: Wait): number {
    return wait.for === 'time' ? wait.due - this.#start : wait.due;
  }

  /** The first wait that is due by then; of several at one time, the one that was asked for first. */
  #firstBy(end: number): Wait | undefined {
    let first: Wait | undefined;
    for (const wait of this.#waits) {
      const due = Math.max(this.#elapsed, this.#dueOf(wait));
      if (due <= end && (first === undefined || due < Math.max(this.#elapsed, this.#dueOf(first)))) first = wait;
    }
    return first;
  }

  async #quiet(): Promise<void> {
    for (let turn = 0, still = 0; still < quietTurns && turn < mostTurns; turn += 1) {
      const asked = this.#asked;
      await turnOfEventLoop();
      still = this.#asked === asked ? still + 1 : 0;
    }
  }
}
