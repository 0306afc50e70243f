import { acceptItemPlace, acceptItemQuery, acceptItems, acceptItemSearch } from '../contract/accept-items.ts';
import {
  byEdge,
  byText,
  conditionOf,
  edgeOf,
  endOfSayings,
  isItemWrite,
  sayingOf,
  spanOf,
  withSaying,
  writeOver,
  type ItemEdge,
  type ItemSpan,
} from '../contract/item.ts';
import type {
  FoundItem,
  Item,
  ItemPlace,
  ItemPut,
  ItemQuery,
  ItemSaying,
  ItemSearch,
  ItemWrite,
  ItemWriteOver,
} from '../contract/item.ts';
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
    const there = this.#there(place, now);
    return there && this.#told(there, now);
  }

  #there(place: ItemPlace, now: number): Item | undefined {
    const item = this.#standing(place);
    return item !== undefined && isThere(item, now) ? item : undefined;
  }

  /** What stands in a place, though it may be over. */
  #standing(place: ItemPlace): Item | undefined {
    const edge = edgeOf(place);
    const items = this.#byThread.get(edge[0]) ?? [];
    const item = items[indexOf(items, edge)];
    return item !== undefined && byEdge(edgeOf(item), edge) === 0 ? item : undefined;
  }

  list(query: ItemQuery, now: number): readonly Item[] {
    acceptItemQuery(this.#store, query);
    return this.#listed(query, now).map((item) => this.#told(item, now));
  }

  #listed(query: ItemQuery, now: number): readonly Item[] {
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
    const items = this.#listed({ table, thread: null, prefix }, now);
    const kept = new Map(items.map((item) => [item.version, item]));
    return this.#finds.find(this.#store, items, search).map((found) => this.#told(found, now, kept.get(found.version)));
  }

  write(writes: readonly ItemWrite[], now: number): void {
    for (const write of writes) {
      if (!('key' in write) || write.body === null) this.#drop(write);
      else this.#add(write, now);
    }
    if (now >= this.#firstEnd) this.#dropOver(now);
  }

  /** Drops what stands in a place or in a span, and what is said no more without it. */
  #drop(write: ItemPlace | (ItemQuery & Pick<ItemPlace, 'thread'>)): void {
    const name = write.thread ?? '';
    const items = this.#byThread.get(name) ?? [];
    const [from, to] = 'key' in write ? placeOf(items, edgeOf(write)) : placesOf(items, spanOf(write));
    const gone = items.splice(from, to - from);
    this.#keep(name, items);
    for (const item of gone) this.#finds.drop(item);
    for (const item of gone) this.#unsay(this.#finds.needing(item), needs(item));
  }

  #add(given: Written & ItemWriteOver, now: number): void {
    const there = this.#there(given, now);
    const write = writeOver(given, there && this.#told(there, now)) as Written;
    if (!this.#isMet(write, now)) return;
    const joined = write.joins === true ? there : undefined;
    const said = sayingOf(write) && this.#endedBySources(write, now);
    if (joined === undefined) {
      this.#drop(write);
      // What it needs may have gone with what was there.
      if (!this.#isMet(write, now, write.key)) return;
    }
    const before = joined && (this.#sayingsOf(joined, now) ?? [{}]);
    const sayings = said === undefined ? (before ?? []) : withSaying(before ?? [], said);
    const until = sayings.length === 0 ? (write.until ?? null) : endOfSayings(sayings);
    const since = joined && this.#finds.sinceOf(joined);
    const items = this.#byThread.get(write.thread ?? '') ?? [];
    const [from, to] = placeOf(items, edgeOf(write));
    const made = this.#made({ ...write, until });
    for (const item of items.splice(from, to - from, made)) this.#finds.drop(item);
    this.#keep(write.thread ?? '', items);
    this.#finds.add(made, write, sayings, since ?? made.version);
    if (until !== null) this.#endNeeding(made, until);
  }

  /** Whether all is there that a write needs, as it needs it; whatever is to be there with the write itself. */
  #isMet({ table, needs: all = [] }: Written, now: number, itself?: string): boolean {
    return all.every(({ key, version = Infinity }) => {
      if (key === itself) return true;
      const there = this.#there({ table, thread: null, key }, now);
      return there !== undefined && this.#finds.sinceOf(there) <= version;
    });
  }

  /** The saying that a write is, over no later than what it needs. */
  #endedBySources(write: Written, now: number): ItemSaying {
    const { table, needs: all = [] } = write;
    const ends = all.map(({ key }) => this.#there({ table, thread: null, key }, now)?.until ?? Infinity);
    const until = Math.min(write.until ?? Infinity, ...ends);
    return { ...sayingOf({ ...write, until: null }), ...(until !== Infinity && { until }) };
  }

  /** Has what needs an item be over no later than that. */
  #endNeeding(source: Item, until: number): void {
    const isNeeding = needs(source);
    for (const place of this.#finds.needing(source)) {
      const item = this.#standing(place);
      if (item === undefined) continue;
      const sayings = this.#finds.sayingsOf(item) ?? [];
      const sooner = sayings.map((each) => (isNeeding(each) && !isOver(each, until) ? { ...each, until } : each));
      this.#say(item, sooner);
    }
  }

  /** Takes from items what says them in some way; where that was the last, they go, and what they were needed by. */
  #unsay(items: readonly Item[], isGone: (saying: ItemSaying) => boolean): void {
    for (const place of items) {
      const item = this.#standing(place);
      if (item === undefined) continue;
      const left = (this.#finds.sayingsOf(item) ?? []).filter((saying) => !isGone(saying));
      if (left.length === 0) this.#drop(item);
      else this.#say(item, left);
    }
  }

  /** Has an item be said by these, and be over with the last of them. */
  #say(item: Item, sayings: readonly ItemSaying[]): void {
    const until = endOfSayings(sayings);
    const items = this.#byThread.get('') ?? [];
    const at = items.indexOf(item);
    if (at === -1) return;
    const said = Object.freeze({ ...item, until });
    items[at] = said;
    this.#finds.replace(item, said, sayings);
    this.#firstEnd = Math.min(this.#firstEnd, until ?? Infinity);
    if (until !== null && until !== item.until) this.#endNeeding(said, until);
  }

  #made({ table, thread, key, body, until = null }: Written): Item {
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

  /** Drops what is kept of a thread, and what is said no more without it. */
  drop(thread: string): void {
    this.#byThread.delete(thread);
    this.#unsay(this.#finds.of(thread), ({ of }) => of === thread);
  }

  #sayingsOf(item: Item, now: number): readonly ItemSaying[] | undefined {
    return this.#finds.sayingsOf(item)?.filter((saying) => !isOver(saying, now));
  }

  /** An item with what says it now. */
  #told<Given extends Item>(item: Given, now: number, kept: Item = item): Given {
    const sayings = this.#sayingsOf(kept, now);
    return sayings === undefined ? item : { ...item, sayings };
  }
}

/** A write of an item. */
type Written = Exclude<ItemWrite, { readonly prefix: string } | { readonly body: null }>;

/** Tells whether a saying needs an item. */
function needs({ key }: ItemPlace): (saying: ItemSaying) => boolean {
  return ({ needs: all = [] }) => all.some((each) => each.key === key);
}

function isOver({ until }: ItemSaying, now: number): boolean {
  return until !== undefined && until <= now;
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
