import type { Driver } from './driver.ts';
import type { Environment } from './environment.ts';

/** How often another process's messages are looked for, in milliseconds. */
const interval = 40;

/**
 * Brings the messages that other processes leave to the threads that are driven here.
 *
 * It asks the store for its version, which costs next to nothing, and reads messages only when that changed.
 */
export class PostRound {
  readonly #environment: Environment;
  readonly #driverOf: (id: string) => Driver | undefined;
  readonly #ids: () => Iterable<string>;
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;

  constructor(environment: Environment, driverOf: (id: string) => Driver | undefined, ids: () => Iterable<string>) {
    this.#environment = environment;
    this.#driverOf = driverOf;
    this.#ids = ids;
  }

  /** Looks from time to time, for as long as threads are driven. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#round().catch(() => undefined), interval);
    this.#timer.unref();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #round(): Promise<void> {
    const ids = [...this.#ids()];
    this.#timer = undefined;
    if (ids.length === 0) return;
    const version = await this.#environment.store.version();
    if (this.#version !== version) {
      this.#version = version;
      for (const id of ids) this.#driverOf(id)?.deliver(await this.#environment.store.messages(id));
    }
    this.start();
  }
}
