import {
  acceptItemPlace,
  acceptItemQuery,
  acceptItems,
  acceptItemSearch,
  conditionOf,
  edgeOf,
  hashOf,
  isItemWrite,
  spanOf,
  type Item,
  type ItemPlace,
  type ItemPut,
  type ItemQuery,
  type ItemTies,
  type ItemWrite,
  type Store,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from '../file/at-once.ts';
import { soundText } from '../sums/sound.ts';
import { textSum } from '../sums/sum.ts';
import type { ItemEnd, ItemRow } from './item-row.ts';
import type { Statements } from './statements.ts';

/** Bodies longer than this are kept in blobs: what is walked stays small, and of equal ones there is one. */
const longest = 16 * 1024;

/** After every place: a value that is no text comes after all that is. */
const afterAll: ItemEnd = [new Uint8Array(), '', ''];

/** Reads and writes items of side tables. */
export function items(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'item' | 'items' | 'findItems'> & {
  readonly putItems: (writes: readonly ItemPut[], now: number) => 'ok' | 'stale';
} {
  const putAtOnce = atOnce(db, (writes: readonly ItemPut[], now: number) => put(statements, writes, now));
  return {
    item(place, now) {
      acceptItemPlace(store, place);
      const row = statements.item.get(...edgeOf(place), now);
      return row && itemOf(store, row);
    },
    items(query, now) {
      acceptItemQuery(store, query);
      return listed(statements, query, now).map((row) => itemOf(store, row));
    },
    findItems(search, now) {
      acceptItemSearch(store, search);
      const { table, prefix = '' } = search;
      const { from, to } = spanOf({ table, thread: null, prefix });
      const rows = statements.finds.find(search, [...from, ...(to ?? afterAll)], now);
      return rows.map(({ score, ...row }) => ({ ...itemOf(store, row), score }));
    },
    putItems(writes, now) {
      acceptItems(store, writes);
      return putAtOnce(writes, now);
    },
  };
}

function listed(statements: Statements, query: ItemQuery, now: number): readonly ItemRow[] {
  const { table = null, lastFirst = false, limit = Infinity } = query;
  const { from, to } = spanOf(query);
  const count = limit === Infinity ? -1 : Math.floor(limit);
  return (lastFirst ? statements.itemsDown : statements.itemsUp).all(...from, ...(to ?? afterAll), table, now, count);
}

function put(statements: Statements, writes: readonly ItemPut[], now: number): 'ok' | 'stale' {
  const isStale = (each: ItemPut): boolean => {
    const asked = conditionOf(each);
    if (asked === undefined) return false;
    return statements.newestItem.get(...asked.from, ...(asked.to ?? afterAll), now) !== asked.version;
  };
  if (writes.some(isStale)) return 'stale';
  writeItems(statements, writes.filter(isItemWrite), now);
  return 'ok';
}

/** Writes items in the transaction that is under way, and drops some that were gone by then. */
export function writeItems(statements: Statements, writes: readonly ItemWrite[], now: number): void {
  for (const given of writes) {
    const write = joined(statements, asFarAsNeeded(statements, given, now), now);
    if (!('key' in write)) dropSpan(statements, write);
    else if (write.body === null && needed(statements, write)) dropPlace(statements, write);
    else if (!isReplaced(statements, write)) {
      dropBlobs(statements, statements.dropItem.all(...edgeOf(write)));
      if (write.body === null) continue;
      addItem(statements, write);
      endNeeding(statements, write);
    }
  }
  dropBlobs(statements, statements.dropOverItems.all(now));
}

/**
 * Writes a thread's item where it stands, if it is there: one that is written again and again would leave its room behind each time,
 * and a page that loses rows shares with its neighbours what those have, which then stay as empty.
 */
function isReplaced(statements: Statements, write: Exclude<ItemWrite, { readonly prefix: string }>): boolean {
  if (write.thread === null || write.body === null) return false;
  const { body, until = null } = write;
  if (body.length > longest || until !== null) return false;
  const edge = edgeOf(write);
  if (statements.replaceItem.run(body, sumOf(edge, body, until), ...edge).changes === 0) return false;
  statements.countItem.run();
  return true;
}

/** The write as what it needs allows: a removal where some of that is not there, else one that ends no later than that. */
function asFarAsNeeded({ finds }: Statements, write: ItemWrite, now: number): ItemWrite {
  if (!('key' in write) || write.body === null || write.needs === undefined) return write;
  const { table, key } = write;
  const ends = write.needs.map((each) => finds.endOf(table, each, now));
  if (ends.includes(undefined)) return { table, thread: null, key, body: null };
  const until = Math.min(write.until ?? Infinity, ...ends.map((end) => end ?? Infinity));
  return until === Infinity ? write : { ...write, until };
}

/** Of the threads too that the item is of whose place it takes. */
function joined({ finds }: Statements, write: ItemWrite, now: number): ItemWrite {
  if (!('key' in write) || write.body === null || write.joins !== true || !finds.isMade) return write;
  const before = finds.threadsOf(write, now);
  if (before === undefined) return write;
  return { ...write, of: before.length === 0 ? [] : [...before, ...(write.of ?? [])] };
}

/** Has what needs an item be over no later than that. What is damaged stays as it is, so that it is found. */
function endNeeding(statements: Statements, { thread, table, key, until = null }: ItemPlace & Partial<Item>): void {
  if (until === null || !needed(statements, { thread })) return;
  const { finds } = statements;
  for (const { number, sum, body, until: before, ...place } of finds.needingLater({ table, key }, until)) {
    const edge = edgeOf(place);
    if (sum === sumOf(edge, body, before)) finds.endSooner(number, until, sumOf(edge, body, until));
  }
}

function addItem(
  statements: Statements,
  write: ItemPlace & ItemTies & Pick<Item, 'body'> & Partial<Pick<Item, 'until'>>,
): void {
  const { body, until = null } = write;
  const edge = edgeOf(write);
  const hash = body.length > longest ? hashOf(body) : null;
  if (hash !== null && statements.hasBlob.get(hash) === undefined) statements.addBlob.run(hash, body);
  const sum = sumOf(edge, body, until);
  const { lastInsertRowid } = statements.addItem.run(...edge, hash === null ? body : null, hash, until, sum);
  const isTied = (write.words ?? write.vectors ?? write.needs ?? write.of) !== undefined;
  if (isTied) statements.finds.add(Number(lastInsertRowid), write.table, write);
}

function sumOf(edge: readonly string[], body: string, until: number | null): number {
  return textSum(body, ...edge, until ?? '');
}

/** Drops the items of a query, whatever their bodies are, and what needs them. */
function dropSpan(statements: Statements, query: ItemQuery): void {
  const { from, to } = spanOf(query);
  const span = [...from, ...(to ?? afterAll)] as const;
  dropBlobs(statements, needed(statements, query) ? statements.finds.drop(span) : statements.dropItems.all(...span));
}

function dropPlace(statements: Statements, place: ItemPlace): void {
  const [thread, table, key] = edgeOf(place);
  dropBlobs(statements, statements.finds.drop([thread, table, key, thread, table, `${key}\0`]));
}

/** Whether others may need an item that stands there. */
function needed({ finds }: Statements, { thread }: Pick<ItemQuery, 'thread'>): boolean {
  return thread === null && finds.isMade;
}

/** Drops the items of a thread, and what goes with it. */
export function dropItemsOf(statements: Statements, thread: string): void {
  dropSpan(statements, { thread });
  if (statements.finds.isMade) dropBlobs(statements, statements.finds.dropOf(thread));
}

function dropBlobs(statements: Statements, blobs: readonly (number | null)[]): void {
  for (const blob of blobs) if (blob !== null) statements.dropBlob.run(blob);
}

function itemOf(store: string, { sum, ...row }: ItemRow): Item {
  const { thread, table, key, body, until } = row;
  const what = `item "${key}" of table "${table}"${thread === '' ? '' : ` for "${thread}"`}`;
  soundText(store, what, sum, body, thread, table, key, until ?? '');
  return { ...row, thread: thread === '' ? null : thread };
}
