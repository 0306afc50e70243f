import { platform } from '../../base/platform.ts';
import type { Environment } from '../environment/environment.ts';
import { lookAt } from '../wait/look-at.ts';
import type { Driving } from './driving.ts';

/** How often it is looked for what other processes did, in milliseconds. */
const interval = 40;

/** So many times in a row the store's version is believed, which does not tell of others that share its connection. */
const believed = 25;

/**
 * Brings the messages that other processes leave to the threads that are driven here, and stops driving those that others took. It
 * goes round every 40 ms while something is driven: each drive starts it, and so does a heartbeat that came when the lease was over.
 *
 * It asks the store for its version, which costs next to nothing, and where that changed what is otherwise, in one call.
 */
export class PostRound {
  readonly #environment: Environment;
  readonly #drives: ReadonlyMap<string, Driving>;
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;
  #since = 0;

  constructor(environment: Environment, drives: ReadonlyMap<string, Driving>) {
    this.#environment = environment;
    this.#drives = drives;
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

  /** Looks now. What is wrong with one thread in the store keeps the others from nothing: its next commit meets it. */
  async round(): Promise<void> {
    const { store, owner } = this.#environment;
    const drives = new Map(this.#drives);
    const asked = [...drives].map(([thread, { driver, log }]) => {
      const { created, fence } = log;
      return { thread, known: { created, fence }, seen: driver.inbox.seen };
    });
    for (const [id, seen] of await lookAt(store, asked)) {
      const drive = drives.get(id);
      if (drive === undefined || 'error' in seen) continue;
      const { driver, log } = drive;
      const { record, messages } = seen;
      const isAnother = record?.created !== log.created;
      // What takes its thread with a commit may have done so by now, and not know it yet.
      const isTaken = !log.isFree && record !== undefined && record.fence > log.fence && record.owner !== owner;
      if (isAnother || isTaken) driver.stop();
      else driver.inbox.deliver(messages);
    }
  }

  async #look(): Promise<void> {
    if (this.#drives.size === 0) return;
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
