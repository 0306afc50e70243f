import {
  acceptItemPlace,
  acceptItemQuery,
  acceptItems,
  conditionOf,
  edgeOf,
  hashOf,
  isItemWrite,
  spanOf,
  type Item,
  type ItemPut,
  type ItemQuery,
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
): Pick<Store, 'item' | 'items'> & { readonly putItems: (writes: readonly ItemPut[], now: number) => 'ok' | 'stale' } {
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
  for (const write of writes) {
    if (!('key' in write)) dropSpan(statements, write);
    else {
      dropBlobs(statements, statements.dropItem.all(...edgeOf(write)));
      if (write.body !== null) addItem(statements, write);
    }
  }
  dropBlobs(statements, statements.dropOverItems.all(now));
}

function addItem(statements: Statements, write: ItemWrite & Pick<Item, 'key' | 'body'> & Partial<Item>): void {
  const { body, until = null } = write;
  const edge = edgeOf(write);
  const hash = body.length > longest ? hashOf(body) : null;
  if (hash !== null && statements.hasBlob.get(hash) === undefined) statements.addBlob.run(hash, body);
  statements.addItem.run(...edge, hash === null ? body : null, hash, until, sumOf(edge, body, until));
}

function sumOf(edge: readonly string[], body: string, until: number | null): number {
  return textSum(body, ...edge, until ?? '');
}

/** Drops the items of a query, whatever their bodies are. */
export function dropSpan(statements: Statements, query: ItemQuery): void {
  const { from, to } = spanOf(query);
  dropBlobs(statements, statements.dropItems.all(...from, ...(to ?? afterAll)));
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
