import type { Store } from '../store/store.ts';

/** How often it is looked whether another process wrote, in milliseconds. */
const interval = 50;

/** So many times in a row nothing was written before it is looked anyway: nobody writes that an owner died. */
const quiet = 10;

/** Notices that there may be work that other processes left. It keeps its process alive. */
export class WorkPoll {
  readonly #store: Store;
  readonly #look: () => void;
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;
  #since = 0;

  constructor(store: Store, look: () => void) {
    this.#store = store;
    this.#look = look;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), interval);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #tick(): Promise<void> {
    this.#since += 1;
    const version = await this.#versionOr(this.#version);
    if (version === this.#version && this.#since < quiet) return;
    this.#version = version;
    this.#since = 0;
    this.#look();
  }

  /** A store that cannot tell is looked at all the same after a while, which then says what is wrong. */
  async #versionOr(known: number | undefined): Promise<number | undefined> {
    try {
      return await this.#store.version();
    } catch {
      return known;
    }
  }
}
