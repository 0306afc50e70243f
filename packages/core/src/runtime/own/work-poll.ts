import type { Store } from '../../store/contract/store.ts';

/** How often a worker looks whether another process wrote, in milliseconds. */
const interval = 50;

/** So many times in a row nothing was written before it looks anyway: nobody writes that an owner died. */
const quiet = 10;

/** How often a runtime looks that is no worker, in milliseconds: what its alarms missed is done then. */
const net = 5_000;

/**
 * Notices that there may be work that other processes left, or that no alarm was set for. A worker's keeps its process alive.
 *
 * It goes by the platform's own timers: whatever a clock shows, they go on.
 */
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

  /** Begins to look, as a worker does or as a net. */
  start(pace: 'work' | 'net'): void {
    this.stop();
    if (pace === 'work') this.#timer = setInterval(() => void this.#tick(), interval);
    else this.#timer = setInterval(this.#look, net).unref();
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
