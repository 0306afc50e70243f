/**
 * Items of side tables: what an adapter keeps beside threads, in the same store and in the same transactions.
 *
 * 1. An item goes with the thread whose name it bears, be there such a thread or not, when that is removed. A fork has none of
 *    its origin's, and a rewind or a cut of the history leaves them as they are.
 * 2. Items stand in the order of their threads' names, tables and keys, by code points: so by bytes in UTF-8. Those of no thread are first.
 * 3. A version is given once: each write gets one higher than any before it.
 * 4. An item of no thread is there as long as something says it, and goes with the last saying, in the same transaction. A write is one
 *    saying, which goes with any item that it needs, with the thread that it is of, and at its end; it ends no later than what it needs.
 *    A write that joins what is there is one saying more of that, or stands in for the saying that is from, needs and is of the same.
 * 5. Any other write replaces what is there: what needed that loses the saying by which it did. An item that is needed by its version
 *    is needed as it was then: what joined it since is the same, and what replaced it is not. A write that needs what is not there writes
 *    nothing, and leaves what stands in its place.
 */

/** Where an item stands. */
export interface ItemPlace {
  /** An adapter's own: lowercase letters, digits and dashes, a letter first, 64 at most. */
  readonly table: string;
  /** Whose it is, or nobody's. */
  readonly thread: string | null;
  readonly key: string;
}

/** Something that is kept in a side table. */
export interface Item extends ItemPlace {
  readonly body: string;
  readonly version: number;
  /** It is gone from then on, in milliseconds since 1970; null where it stays. */
  readonly until: number | null;
  /** What says it, the oldest first; left out where it is there by itself. */
  readonly sayings?: readonly ItemSaying[];
}

/** Why an item is there. */
export interface ItemSaying {
  /** The checkpoints that it comes from, `thread@seq`. */
  readonly from?: readonly string[];
  /** What it follows from. */
  readonly needs?: readonly ItemNeed[];
  /** The id of a thread. */
  readonly of?: string;
  /** It is over from then on. */
  readonly until?: number;
}

/** An item of the same table and of no thread; as it was at a version, where that is said. */
export interface ItemNeed {
  readonly key: string;
  readonly version?: number;
}

/** By what an item is found, and why it is there; only of what bears no thread's name. */
export interface ItemTies extends Omit<ItemSaying, 'until'> {
  /** Words by which it is found, as `wordsOf` makes them, with a space between. */
  readonly words?: string;
  /** What it is like: where there are several, the likest counts. */
  readonly vectors?: readonly (readonly number[])[];
  /** It says the same as the item whose place it takes, and is said by what says that too. */
  readonly joins?: boolean;
}

/** A write of an item, or of none in its place where there is no body; with a prefix, all items go whose keys begin with it. */
export type ItemWrite =
  | (ItemPlace & ItemTies & { readonly body: string; readonly until?: number | null })
  | (ItemPlace & { readonly body: null })
  | (Omit<ItemPlace, 'key'> & { readonly prefix: string });

/** A write that is made only where the item has this version, 0 where there is none. */
export type ItemPut = (ItemWrite & { readonly was?: number }) | ItemCheck;

/** Writes nothing, and has the writes beside it made only where this is the version of an item, or of the newest whose keys begin so. */
export type ItemCheck = (ItemPlace | (Omit<ItemPlace, 'key'> & { readonly prefix: string })) & { readonly is: number };

/** Says of a write how it is to be once the checkpoint is known that it is made with, `thread@seq`. */
export const madeAt: unique symbol = Symbol('made at');

/** A write that is otherwise where it is made with a checkpoint. */
export type ItemWriteAt = ItemWrite & { readonly [madeAt]?: (checkpoint: string) => ItemWrite };

/**
 * Says of a write how it is to be, told the item in whose place it comes; called within the transaction. Whether that says the same
 * can be told only then, and of what is sealed only by who has the key.
 */
export const madeOver: unique symbol = Symbol('made over');

/** A write that is otherwise where something is in its place. */
export type ItemWriteOver = ItemWrite & { readonly [madeOver]?: (there: Item) => ItemWrite };

/** A write as it is to be where this is in its place. */
export function writeOver(write: ItemWriteOver, there: Item | undefined): ItemWrite {
  return (there && write[madeOver]?.(there)) ?? write;
}

/** The saying that a write is; undefined where the item is to be there by itself. */
export function sayingOf({
  words,
  vectors,
  from,
  needs,
  of,
  until,
}: ItemTies & { readonly until?: number | null }): ItemSaying | undefined {
  if ((words ?? vectors ?? from ?? needs ?? of) === undefined) return undefined;
  return {
    ...(from !== undefined && from.length > 0 && { from }),
    ...(needs !== undefined && needs.length > 0 && { needs }),
    ...(of !== undefined && { of }),
    ...(typeof until === 'number' && { until }),
  };
}

/** Sayings with one more among them, which stands in for the one that is from, needs and is of the same. */
export function withSaying(sayings: readonly ItemSaying[], saying: ItemSaying): readonly ItemSaying[] {
  const name = nameOfSaying(saying);
  const at = sayings.findIndex((each) => nameOfSaying(each) === name);
  return at === -1 ? [...sayings, saying] : sayings.with(at, saying);
}

function nameOfSaying({ from = [], needs = [], of }: ItemSaying): string {
  return JSON.stringify([from, needs.map(({ key }) => key), of]);
}

/** When the last of some sayings is over; null where one of them stays, and where there are none. */
export function endOfSayings(sayings: readonly ItemSaying[]): number | null {
  const end = Math.max(...sayings.map(({ until }) => until ?? Infinity));
  return Number.isFinite(end) ? end : null;
}

/** Items of a table, and of no thread, by their words, by what they are like, or the newest of them. */
export interface ItemSearch {
  readonly table: string;
  /** What their keys begin with. */
  readonly prefix?: string;
  /** Items that have any of these words: the best are those that have the most of the rarest, by BM25 over all that have words; of more than 500 that items have the rarest, as `tellingWords` says. */
  readonly words?: readonly string[];
  /** Items that have vectors: the best are the likest, by cosine. A problem `fact/other-vectors` where one of them has not as many numbers. */
  readonly vector?: readonly number[];
  readonly limit?: number;
}

/** An item that was found; 0 where nothing was asked for by which it could be better than others. */
export interface FoundItem extends Item {
  readonly score: number;
}

/** Whether anything is written by it. */
export function isItemWrite(put: ItemPut): put is ItemWrite & { readonly was?: number } {
  return !('is' in put);
}

/** Which items to read: of all threads and tables, where none is named. Bounds are exclusive. */
export interface ItemQuery {
  readonly table?: string;
  readonly thread?: string | null;
  /** What their keys begin with; with a table and a thread. */
  readonly prefix?: string;
  readonly after?: ItemPlace;
  readonly before?: ItemPlace;
  readonly lastFirst?: boolean;
  readonly limit?: number;
}

/** A place among all items; a thread's name is empty where there is none. */
export type ItemEdge = readonly [thread: string, table: string, key: string];

/** Where the items of a query begin, and where they are over; those of other tables between are not asked for. */
export interface ItemSpan {
  readonly from: ItemEdge;
  /** Undefined: to the last. */
  readonly to: ItemEdge | undefined;
}

/** The text that comes next after another. */
const next = (text: string): string => `${text}\0`;

/** Where a place is among all items. */
export function edgeOf({ thread, table, key }: ItemPlace): ItemEdge {
  return [thread ?? '', table, key];
}

/** Where the items of a query are. */
export function spanOf({ thread, table, prefix = '', after, before }: ItemQuery): ItemSpan {
  let from: ItemEdge = [thread ?? '', thread === undefined ? '' : (table ?? ''), prefix];
  let to = thread === undefined ? undefined : endOf(thread ?? '', table, prefix);
  if (after !== undefined) {
    const edge = edgeOf({ ...after, key: next(after.key) });
    if (byEdge(edge, from) > 0) from = edge;
  }
  if (before !== undefined) {
    const edge = edgeOf(before);
    if (to === undefined || byEdge(edge, to) < 0) to = edge;
  }
  return { from, to };
}

/** Which items have to be of a version for something to be written, where it says of which. */
export function conditionOf(put: ItemPut): (ItemSpan & { readonly version: number }) | undefined {
  const version = isItemWrite(put) ? put.was : put.is;
  if (version === undefined) return undefined;
  if (!('key' in put)) return isItemWrite(put) ? undefined : { ...spanOf(put), version };
  const from = edgeOf(put);
  return { from, to: [from[0], from[1], next(from[2])], version };
}

function endOf(thread: string, table: string | undefined, prefix: string): ItemEdge {
  if (table === undefined) return [next(thread), '', ''];
  const key = past(prefix);
  return key === undefined ? [thread, next(table), ''] : [thread, table, key];
}

/** The last code point. */
const last = 0x10_ff_ff;

/** The first text after all that begin with another; undefined where there is none. */
function past(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === last) points.pop();
  const point = points.pop();
  // Half of a surrogate pair is no text.
  return point === undefined ? undefined : String.fromCodePoint(...points, point === 0xd7_ff ? 0xe0_00 : point + 1);
}

/** Compares places in the order of items. */
export function byEdge(left: ItemEdge, right: ItemEdge): number {
  return byText(left[0], right[0]) || byText(left[1], right[1]) || byText(left[2], right[2]);
}

/** Compares texts by code points. */
export function byText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = orderOf(left.charCodeAt(at)) - orderOf(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A code unit by the code point that it belongs to: pairs stand for what comes after all others. */
function orderOf(unit: number): number {
  return unit >= 0xd8_00 && unit <= 0xdf_ff ? unit + last : unit;
}
