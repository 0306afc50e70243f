import {
  acceptItemPlace,
  acceptItemQuery,
  acceptItems,
  acceptItemSearch,
  conditionOf,
  edgeOf,
  isItemWrite,
  spanOf,
  type Item,
  type ItemPut,
  type ItemQuery,
  type ItemWrite,
  type Store,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment, atOnce } from '../file/at-once.ts';
import { soundText } from '../sums/sound.ts';
import type { ItemRow } from './item-row.ts';
import { said } from './item-sayings.ts';
import { addItem, afterAll, dropBlobs, longest, settle, spanOfWrite, sumOf, writeShared } from './item-writes.ts';
import type { Statements } from './statements.ts';

/** Reads and writes items of side tables. */
export function items(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'item' | 'items' | 'findItems'> & {
  readonly putItems: (writes: readonly ItemPut[], now: number) => 'ok' | 'stale';
} {
  const oneMoment = asOfOneMoment(db, (read: () => unknown) => read());
  /** What is of no thread is told with what says it, which is read apart. */
  const atOneMoment = <Value>(read: () => Value): Value =>
    statements.finds.isMade ? (oneMoment(read) as Value) : read();
  const told = (row: ItemRow, now: number): Item => {
    const item = itemOf(store, row);
    return item.thread === null && statements.finds.isMade ? said(item, statements.sayings.of(row.version, now)) : item;
  };
  const putAtOnce = atOnce(db, (writes: readonly ItemPut[], now: number) => put(statements, writes, now));
  return {
    item(place, now) {
      acceptItemPlace(store, place);
      const read = (): Item | undefined => {
        const row = statements.item.get(...edgeOf(place), now);
        return row && told(row, now);
      };
      return place.thread === null ? atOneMoment(read) : read();
    },
    items(query, now) {
      acceptItemQuery(store, query);
      const read = (): readonly Item[] => listed(statements, query, now).map((row) => told(row, now));
      return typeof query.thread === 'string' ? read() : atOneMoment(read);
    },
    findItems(search, now) {
      acceptItemSearch(store, search);
      const { table, prefix = '' } = search;
      const { from, to } = spanOf({ table, thread: null, prefix });
      return atOneMoment(() => {
        const rows = statements.finds.find(search, [...from, ...(to ?? afterAll)], now);
        return rows.map(({ score, ...row }) => ({ ...told(row, now), score }));
      });
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
    if (write.thread === null) writeShared(statements, write, now);
    else if (!('key' in write)) dropBlobs(statements, statements.dropItems.all(...spanOfWrite(write)));
    else if (!isReplaced(statements, write)) {
      dropBlobs(statements, statements.dropItem.all(...edgeOf(write)));
      if (write.body !== null) addItem(statements, write);
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

/** Drops the items of a thread, and what is said no more without it. */
export function dropItemsOf(statements: Statements, thread: string): void {
  dropBlobs(statements, statements.dropItems.all(...spanOfWrite({ thread })));
  if (statements.finds.isMade) settle(statements, statements.sayings.unsayOf(thread));
}

function itemOf(store: string, { sum, ...row }: ItemRow): Item {
  const { thread, table, key, body, until } = row;
  const what = `item "${key}" of table "${table}"${thread === '' ? '' : ` for "${thread}"`}`;
  soundText(store, what, sum, body, thread, table, key, until ?? '');
  return { ...row, thread: thread === '' ? null : thread };
}
