import { platform } from '../../base/platform.ts';
import type { Driver } from '../drive/driver.ts';
import type { Environment } from '../environment/environment.ts';

/** How often it is looked for what other processes did, in milliseconds. */
const interval = 40;

/** So many times in a row the store's version is believed, which does not tell of others that share its connection. */
const believed = 25;

/**
 * Brings the messages that other processes leave to the threads that are driven here, and stops driving those that others
 * took.
 *
 * It asks the store for its version, which costs next to nothing, and reads more only when that changed.
 */
export class PostRound {
  readonly #environment: Environment;
  readonly #drivers: () => readonly (readonly [id: string, driver: Driver])[];
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;
  #since = 0;

  constructor(environment: Environment, drivers: () => readonly (readonly [id: string, driver: Driver])[]) {
    this.#environment = environment;
    this.#drivers = drivers;
  }

  /** Looks from time to time, for as long as threads are driven. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = platform.setTimeout(() => {
      this.#timer = undefined;
      void this.#look().catch(() => undefined);
    }, interval);
    this.#timer.unref();
  }

  close(): void {
    platform.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Looks now. */
  async round(): Promise<void> {
    const { store, owner } = this.#environment;
    for (const [id, driver] of this.#drivers()) {
      const record = await store.thread(id);
      const isLost = record === undefined || (record.fence > driver.fence && record.owner !== owner);
      if (isLost) driver.stop();
      else await driver.inbox.catchUp();
    }
  }

  async #look(): Promise<void> {
    if (this.#drivers().length === 0) return;
    this.start();
    const version = await this.#environment.store.version();
    this.#since += 1;
    if (this.#version === version && this.#since < believed) return;
    await this.round();
    // Where that failed, the next look is as this one.
    this.#since = 0;
    this.#version = version;
  }
}
