import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store, ThreadRecord } from '@cairn/core/store';

/** A thread that was given other tags. */
export interface Retag {
  readonly before: ThreadRecord;
  readonly record: ThreadRecord;
}

/** The tags of so many threads are looked at, the newest. */
const most = 5_000;

/** They are looked at this much apart at least, in milliseconds, */
const pause = 2_000;

/** and this many times as long as looking takes. */
const share = 20;

/**
 * Finds threads that were given other tags: these are no part of a history, and neither a row nor the time of a record tells of them, so
 * the newest threads are compared with what they were when they were looked at before.
 */
export class Retagged {
  readonly #store: Store;
  #known: ReadonlyMap<string, ThreadRecord> | undefined;
  #version: number | undefined;
  #next = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Forgets what was looked at. */
  clear(): void {
    this.#known = undefined;
    this.#next = 0;
  }

  /** Those since the last look; none where it is too soon, or where the store's version, if that tells of all, is what it was. */
  async since(version: number, isOwn: boolean): Promise<readonly Retag[]> {
    const began = performance.now();
    if (this.#known !== undefined && (began < this.#next || (!isOwn && version === this.#version))) return [];
    const before = this.#known;
    const known = new Map<string, ThreadRecord>();
    let took = 0;
    for (let cursor: string | undefined; known.size < most;) {
      const since = performance.now();
      const page = await this.#store.threads({
        limit: 200,
        skipDamaged: true,
        ...(cursor !== undefined && { cursor }),
      });
      for (const record of page.threads) known.set(record.id, record);
      took += performance.now() - since;
      cursor = page.cursor;
      if (cursor === undefined) break;
      await nextTurn();
    }
    this.#known = known;
    this.#version = version;
    this.#next = performance.now() + Math.max(pause, share * took);
    return [...known.values()].flatMap((record) => {
      const one = before?.get(record.id);
      const isOther = one?.created === record.created && JSON.stringify(one.tags) !== JSON.stringify(record.tags);
      return one !== undefined && isOther ? [{ before: one, record }] : [];
    });
  }
}
