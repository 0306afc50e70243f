import type { Store, ThreadRecord } from '@cairn/core/store';
import type { ThreadListed } from '../api.ts';
import { listed } from './listed.ts';
import type { InARow } from './once-in-a-row.ts';
import { Retagged, type Retag } from './retagged.ts';

/** What is true of threads by now that was not before, and which are gone. */
export interface ChangesTold {
  readonly threads: readonly {
    readonly record: ThreadRecord;
    /** As it was known before: whoever saw it may not see it by now. */
    readonly before: ThreadRecord | undefined;
    readonly told: ThreadListed;
  }[];
  readonly gone: readonly ThreadRecord[];
  /** Until when all was told, in milliseconds since 1970. */
  readonly until: number;
}

/** How often the store is looked at while somebody listens, in milliseconds. */
const pause = 500;

/**
 * So far back changes are looked for, in milliseconds: a row bears the time at which it was decided, and may be committed after one that
 * was decided later, by a machine whose clock says otherwise too.
 */
export const lookBack = 60_000;

/** So many threads are remembered as they were told. */
const mostKnown = 5_000;

/** One who is told. */
export interface Listener {
  readonly hear: (told: ChangesTold) => void;
  /** The store could not be read: until it can, nobody knows what changes. */
  readonly lost: () => void;
}

/** A first look: whoever waits for it, and what is called when it is over. */
interface Begun {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function begun(): Begun {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Looks for changes of threads for everybody who listens, and only while somebody does. */
export class Changes {
  readonly #store: Store;
  /** Whether threads change in this process, of which the store's version does not tell. */
  readonly #isOwn: boolean;
  readonly #telling: InARow;
  readonly #listeners = new Set<Listener>();
  /** Threads as they were told, the one that was told last at the end. */
  readonly #known = new Map<string, ThreadRecord>();
  readonly #retagged: Retagged;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #version: number | undefined;
  #until = 0;
  /** The first look of those who listen now. */
  #begun: Begun = begun();

  constructor(store: Store, isOwn: boolean, telling: InARow) {
    this.#store = store;
    this.#isOwn = isOwn;
    this.#telling = telling;
    this.#retagged = new Retagged(store);
  }

  /**
   * Tells changes from now on, until `leave`. Other tags are told from when it has `begun`, as they are known by then: what was asked before may
   * be older.
   */
  listen(listener: Listener): { readonly leave: () => void; readonly begun: Promise<void> } {
    this.#listeners.add(listener);
    if (this.#timer === undefined && this.#listeners.size === 1) {
      // Nobody looked for a while: whatever is told to those who come is told from then on.
      this.#known.clear();
      this.#retagged.clear();
      this.#version = undefined;
      this.#until = Date.now() - lookBack;
      this.#begun = begun();
      this.#next(0);
    }
    const leave = (): void => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
    return { leave, begun: this.#begun.promise };
  }

  /** Looks no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(wait: number): void {
    this.#timer = setTimeout(() => void this.#look(), wait);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const { resolve } = this.#begun;
    try {
      const version = await this.#store.version();
      const retagged = await this.#retagged.since(version, this.#isOwn);
      if (this.#isOwn || version !== this.#version || retagged.length > 0) {
        const told = await this.#news(retagged);
        this.#version = version;
        const isNews = told.threads.length > 0 || told.gone.length > 0;
        if (isNews) for (const { hear } of this.#listeners) hear(told);
        this.#telling.went();
      }
    } catch (error) {
      this.#telling.failed(error);
      // Whoever still listened would believe that nothing happens. They come again, and the store is looked at again.
      for (const { lost } of this.#listeners) lost();
    }
    resolve();
    if (this.#timer === timer && this.#listeners.size > 0) this.#next(pause);
  }

  async #news(retagged: readonly Retag[]): Promise<ChangesTold> {
    const now = Date.now();
    const changed: Omit<ChangesTold['threads'][number], 'told'>[] = [];
    const take = (record: ThreadRecord, known?: ThreadRecord): void => {
      const before = this.#known.get(record.id) ?? known;
      if (this.#isNews(record)) changed.push({ record, before });
    };
    for (const { before, record } of retagged) take(record, before);
    const gone: ThreadRecord[] = [];
    for await (const record of updatedSince(this.#store, this.#until - lookBack)) take(record);
    // One that runs is written down as it comes to rest; how far it is, and whether it is there still, is asked by name.
    const asked = Array.from(this.#known.values(), ({ id, created, fence, head, status, owner }) => ({
      thread: id,
      known: { created, fence, head, status, owner },
    }));
    for (const { thread, record } of asked.length === 0 ? [] : await this.#store.changed(asked)) {
      if (record !== undefined) take(record);
      const before = this.#known.get(thread);
      if (record !== undefined || before === undefined) continue;
      gone.push(before);
      this.#known.delete(thread);
    }
    const threads = [];
    for (const each of changed) threads.push({ ...each, told: await listed(this.#store, each.record) });
    this.#until = now;
    return { threads, gone, until: now };
  }

  #isNews(record: ThreadRecord): boolean {
    const before = this.#known.get(record.id);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(record)) return false;
    this.#known.delete(record.id);
    this.#known.set(record.id, record);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }
}

/** The threads that something happened to since a time, and those that run: how far these are is not in their records. */
export async function* updatedSince(store: Store, since: number): AsyncGenerator<ThreadRecord, void, undefined> {
  const running = { status: ['running'] as const };
  for (const query of [{ updatedAfter: since }, running]) {
    for (let cursor: string | undefined, count = 0; ;) {
      const page = await store.threads({
        ...query,
        limit: 200,
        skipDamaged: true,
        ...(cursor !== undefined && { cursor }),
      });
      yield* query === running ? page.threads.filter(({ updated }) => updated <= since) : page.threads;
      cursor = page.cursor;
      count += page.threads.length;
      if (cursor === undefined || (query === running && count >= mostKnown)) break;
    }
  }
}
