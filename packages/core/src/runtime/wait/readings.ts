import { setImmediate as turnOfEventLoop, setTimeout as pause } from 'node:timers/promises';
import type { Soon } from '../../store/contract/store.ts';
import { isPassing } from '../../store/contract/is-passing.ts';

/** The first pause after a failure, and how long a store may fail before whoever waits is told, in milliseconds. */
const [firstPause, patience] = [50, 30_000];

/** The calls of the store that are under way for those who wait: a call is under way, between two tries, or over. Closing waits until there is none. */
export class Readings {
  readonly #underWay = new Set<Promise<unknown>>();

  get isEmpty(): boolean {
    return this.#underWay.size === 0;
  }

  /** Reads, again where the store fails for a moment, after a pause that grows; `goesOn` throws where a failure is not to be told. */
  read<Value>(read: () => Soon<Value>, goesOn: () => void): Soon<Value> {
    const reading = begun(read);
    return reading instanceof Promise ? this.#await(reading, read, goesOn) : reading;
  }

  async #await<Value>(first: Promise<Value>, read: () => Soon<Value>, goesOn: () => void): Promise<Value> {
    const began = performance.now();
    for (let wait = firstPause, reading = first; ; wait *= 2) {
      this.#underWay.add(reading);
      try {
        return await reading;
      } catch (error) {
        goesOn();
        if (!isPassing(error) || performance.now() - began + wait > patience) throw error;
      } finally {
        this.#underWay.delete(reading);
      }
      await pause(wait);
      reading = Promise.resolve(begun(read));
    }
  }

  /** Resolves when nothing is under way, and nothing that follows from it. */
  async all(): Promise<void> {
    await turnOfEventLoop();
    while (!this.isEmpty) {
      await Promise.allSettled(this.#underWay);
      await turnOfEventLoop();
    }
  }
}

function begun<Value>(read: () => Soon<Value>): Soon<Value> {
  try {
    return read();
  } catch (error) {
    // Whatever is thrown is told as it is.
    return Promise.reject(error);
  }
}
