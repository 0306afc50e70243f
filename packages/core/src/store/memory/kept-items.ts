import { acceptItemPlace, acceptItemQuery, acceptItems, acceptItemSearch } from '../contract/accept-items.ts';
import {
  byEdge,
  byText,
  conditionOf,
  edgeOf,
  isItemWrite,
  spanOf,
  type ItemEdge,
  type ItemSpan,
} from '../contract/item.ts';
import type { FoundItem, Item, ItemPlace, ItemPut, ItemQuery, ItemSearch, ItemWrite } from '../contract/item.ts';
import { KeptFinds } from './kept-finds.ts';

/** Items of side tables in memory: those of each thread in their order. */
export class KeptItems {
  readonly #store: string;
  readonly #byThread = new Map<string, Item[]>();
  readonly #finds = new KeptFinds();
  #version = 0;
  /** The first time at which one of them is gone. */
  #firstEnd = Infinity;

  constructor(store: string) {
    this.#store = store;
  }

  get(place: ItemPlace, now: number): Item | undefined {
    acceptItemPlace(this.#store, place);
    const edge = edgeOf(place);
    const items = this.#byThread.get(edge[0]) ?? [];
    const item = items[indexOf(items, edge)];
    return item !== undefined && byEdge(edgeOf(item), edge) === 0 && isThere(item, now) ? item : undefined;
  }

  list(query: ItemQuery, now: number): readonly Item[] {
    acceptItemQuery(this.#store, query);
    const { thread, table, lastFirst = false, limit } = query;
    const span = spanOf(query);
    const names = thread === undefined ? [...this.#byThread.keys()].toSorted(byText) : [thread ?? ''];
    const found = names
      .flatMap((name) => itemsIn(this.#byThread.get(name) ?? [], span))
      .filter((item) => (table ?? item.table) === item.table && isThere(item, now));
    return (lastFirst ? found.toReversed() : found).slice(0, limit);
  }

  put(writes: readonly ItemPut[], now: number): 'ok' | 'stale' {
    acceptItems(this.#store, writes);
    const isStale = (put: ItemPut): boolean => {
      const asked = conditionOf(put);
      if (asked === undefined) return false;
      const found = itemsIn(this.#byThread.get(asked.from[0]) ?? [], asked).filter((item) => isThere(item, now));
      return found.reduce((newest, { version }) => Math.max(newest, version), 0) !== asked.version;
    };
    if (writes.some(isStale)) return 'stale';
    this.write(writes.filter(isItemWrite), now);
    return 'ok';
  }

  find(search: ItemSearch, now: number): readonly FoundItem[] {
    acceptItemSearch(this.#store, search);
    const { table, prefix = '' } = search;
    return this.#finds.find(this.list({ table, thread: null, prefix }, now), search);
  }

  write(writes: readonly ItemWrite[], now: number): void {
    for (const given of writes) {
      const write = this.#joined(this.#asFarAsNeeded(given, now), now);
      const items = this.#byThread.get(write.thread ?? '') ?? [];
      const [from, to] = 'key' in write ? placeOf(items, edgeOf(write)) : placesOf(items, spanOf(write));
      const put = 'key' in write && write.body !== null ? write : undefined;
      const made = put && this.#made(put);
      const gone = items.splice(from, to - from, ...(made === undefined ? [] : [made]));
      this.#keep(write.thread ?? '', items);
      for (const item of gone) this.#finds.drop(item);
      if (made !== undefined) {
        this.#finds.add(made, put ?? {});
        if (made.until !== null) this.#endNeeding(made, made.until);
      } else this.#dropAll(gone.flatMap((item) => this.#finds.needing(item)));
    }
    if (now >= this.#firstEnd) this.#dropOver(now);
  }

  /** None, where what it needs is not there; and over no later than that. */
  #asFarAsNeeded(write: ItemWrite, now: number): ItemWrite {
    if (!('key' in write) || write.body === null || write.needs === undefined) return write;
    const { table, key } = write;
    const needed = write.needs.map((each) => this.get({ table, thread: null, key: each }, now));
    if (needed.includes(undefined)) return { table, thread: null, key, body: null };
    const until = Math.min(write.until ?? Infinity, ...needed.map((item) => item?.until ?? Infinity));
    return until === Infinity ? write : { ...write, until };
  }

  /** Of the threads too that the item is of whose place it takes. */
  #joined(write: ItemWrite, now: number): ItemWrite {
    if (!('key' in write) || write.body === null || write.joins !== true) return write;
    const there = this.get(write, now);
    if (there === undefined) return write;
    const before = this.#finds.threadsOf(there);
    return { ...write, of: before.length === 0 ? [] : [...before, ...(write.of ?? [])] };
  }

  /** Has what needs an item be over no later than that. */
  #endNeeding(item: Item, until: number): void {
    for (const each of this.#finds.needing(item)) {
      if (each.until !== null && each.until <= until) continue;
      const sooner = Object.freeze({ ...each, until });
      const items = this.#byThread.get('') ?? [];
      items[items.indexOf(each)] = sooner;
      this.#finds.replace(each, sooner);
      this.#endNeeding(sooner, until);
    }
  }

  /** Drops items, and what goes with them. */
  #dropAll(gone: readonly Item[]): void {
    for (const item of gone) {
      const items = this.#byThread.get('') ?? [];
      const at = items.indexOf(item);
      if (at === -1) continue;
      items.splice(at, 1);
      this.#keep('', items);
      this.#finds.drop(item);
      this.#dropAll(this.#finds.needing(item));
    }
  }

  #made({ table, thread, key, body, until = null }: ItemPlace & Pick<Item, 'body'> & Partial<Item>): Item {
    this.#firstEnd = Math.min(this.#firstEnd, until ?? Infinity);
    return Object.freeze({ table, thread, key, body, until, version: ++this.#version });
  }

  #keep(thread: string, items: Item[]): void {
    if (items.length > 0) this.#byThread.set(thread, items);
    else this.#byThread.delete(thread);
  }

  #dropOver(now: number): void {
    this.#firstEnd = Infinity;
    for (const [thread, items] of this.#byThread) {
      for (const item of items) if (!isThere(item, now)) this.#finds.drop(item);
      const left = items.filter((item) => isThere(item, now));
      for (const { until } of left) this.#firstEnd = Math.min(this.#firstEnd, until ?? Infinity);
      this.#keep(thread, left);
    }
  }

  /** Drops what is kept of a thread, and what goes with it. */
  drop(thread: string): void {
    this.#byThread.delete(thread);
    this.#dropAll(this.#finds.leftBy(thread));
  }
}

function isThere({ until }: Item, now: number): boolean {
  return until === null || until > now;
}

function itemsIn(items: readonly Item[], span: ItemSpan): readonly Item[] {
  return items.slice(...placesOf(items, span));
}

function placesOf(items: readonly Item[], { from, to }: ItemSpan): [from: number, to: number] {
  return [indexOf(items, from), to === undefined ? items.length : indexOf(items, to)];
}

/** Where an item is, or would be. */
function placeOf(items: readonly Item[], edge: ItemEdge): [from: number, to: number] {
  const from = indexOf(items, edge);
  const item = items[from];
  return [from, item !== undefined && byEdge(edgeOf(item), edge) === 0 ? from + 1 : from];
}

/** The index of the first item at or after a place. */
function indexOf(items: readonly Item[], edge: ItemEdge): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && byEdge(edgeOf(item), edge) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
