/**
 * What is known of threads, and how something is written to one.
 *
 * 1. What is written goes in together, if the thread's mark is still the one that it was made by; else it is made anew.
 * 2. Whatever takes something away, or puts something in its place, gives the thread another mark.
 * 3. What is written to a thread here is written in the order of the calls.
 * 4. What is read goes out if the mark is the same after it: names are used again for something else, those of texts too.
 */

import { problem, type ItemPut } from '@cairn/core/store';
import { Known } from './known.ts';
import { Missing } from './missing.ts';
import { markPlace } from './places.ts';
import type { SideStore } from './side-store.ts';

/** How many threads are remembered, and how many characters of their texts. */
const mostThreads = 128;
const mostText = 32 * 1024 * 1024;

/** The form in which everything of a thread is kept. */
const form = '1';

/** What is to be written, and what is done once it is; what takes something away says what it has seen. */
export interface Writing {
  readonly puts: readonly ItemPut[];
  /** Something goes, or something else comes in its place. */
  readonly takes?: boolean;
  readonly written?: () => void;
}

export class Threads {
  readonly store: SideStore;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(store: SideStore, now: () => number) {
    this.store = store;
    this.#now = now;
  }

  now(): number {
    return Math.floor(this.#now());
  }

  /** Reads something of a thread; where somebody takes something away meanwhile it is read again. */
  async reading<Value>(thread: string, read: (known: Known) => Promise<Value>): Promise<Value> {
    for (;;) {
      const known = await this.#knownOf(thread);
      try {
        const found = await read(known);
        if ((await this.mark(thread)) === known.mark) return found;
        this.#known.delete(thread);
      } catch (error) {
        await this.#mustHaveChanged(known, error);
      }
    }
  }

  /** Throws what was thrown, unless what was read was of a thread that somebody took something away of. */
  async #mustHaveChanged(known: Known, error: unknown): Promise<void> {
    let mark: number;
    try {
      mark = await this.mark(known.thread);
    } catch {
      throw error;
    }
    const isChanged = mark !== known.mark;
    if (isChanged || error instanceof Missing) this.#known.delete(known.thread);
    if (isChanged) return;
    if (!(error instanceof Missing)) throw error;
    throw problem('value/unreadable', { path: `thread "${known.thread}"`, found: error.message }, error);
  }

  /** Writes something to a thread. */
  async writing(thread: string, make: (known: Known) => Promise<Writing | undefined>): Promise<void> {
    const before = this.#queues.get(thread);
    const own = (async () => {
      // A call that failed is its caller's.
      if (before !== undefined) await before.catch(() => undefined);
      await this.#write(thread, make);
    })();
    this.#queues.set(thread, own);
    try {
      await own;
    } finally {
      if (this.#queues.get(thread) === own) this.#queues.delete(thread);
    }
  }

  async #write(thread: string, make: (known: Known) => Promise<Writing | undefined>): Promise<void> {
    for (;;) {
      const known = await this.#knownOf(thread);
      try {
        const writing = await make(known);
        if (writing === undefined) return;
        const { puts, takes = false, written } = writing;
        // A thread is marked before anything is in it, so that what is known of it is known under a mark.
        const isFirst = known.mark === 0;
        const isMarked = takes || isFirst;
        const mark = { ...markPlace(thread), ...(isMarked ? { body: form, was: known.mark } : { is: known.mark }) };
        const result = await this.store.putItems(isFirst ? [mark] : [mark, ...puts], this.now());
        if (result === 'ok' && !isFirst) {
          if (takes) this.#known.delete(thread);
          else written?.();
          return;
        }
        known.texts.lookAgain();
      } catch (error) {
        await this.#mustHaveChanged(known, error);
      }
    }
  }

  /** The version of a thread's mark, 0 where it has none: what was read of it is still so while that is the same. */
  async mark(thread: string): Promise<number> {
    return (await this.store.item(markPlace(thread), this.now()))?.version ?? 0;
  }

  async #knownOf(thread: string): Promise<Known> {
    const mark = await this.mark(thread);
    const found = this.#known.get(thread);
    const known = found?.mark === mark ? found : new Known(thread, mark);
    this.#known.delete(thread);
    this.#known.set(thread, known);
    this.#forgetOthers();
    return known;
  }

  /** The newest is remembered however large it is. */
  #forgetOthers(): void {
    let weight = 0;
    for (const { texts } of this.#known.values()) weight += texts.weight;
    for (const [thread, { texts }] of this.#known) {
      if ((this.#known.size <= mostThreads && weight <= mostText) || this.#known.size === 1) return;
      weight -= texts.weight;
      this.#known.delete(thread);
    }
  }
}
