import { problem } from '../../base/problem/problem.ts';
import { acceptText, acceptWhole } from './accept-text.ts';
import { isItemWrite, type ItemPlace, type ItemPut, type ItemQuery } from './item.ts';

/** Whether a table may be called so. */
export function isTableName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,63}$/u.test(name);
}

/** Refuses writes of items that cannot be stored as they are, with a `store/refused` problem. */
export function acceptItems(store: string, writes: readonly ItemPut[]): void {
  for (const write of writes) {
    acceptPlace(store, write);
    if ('prefix' in write) acceptText(store, 'The prefix of keys', write.prefix);
    else {
      acceptText(store, 'The key of an item', write.key);
      if (!isItemWrite(write)) continue;
      acceptText(store, 'An item', write.body);
      if (write.body !== null) acceptWhole(store, 'The end of an item', write.until);
    }
  }
}

/** Refuses a query for items that no store could answer. */
export function acceptItemQuery(store: string, { table, thread, prefix, after, before, limit = 0 }: ItemQuery): void {
  acceptPlace(store, { ...(table !== undefined && { table }), thread: thread ?? null });
  acceptText(store, 'The prefix of keys', prefix);
  for (const bound of [after, before]) if (bound !== undefined) acceptItemPlace(store, bound);
  if (typeof limit !== 'number' || !(limit >= 0)) {
    throw problem('store/refused', { store, what: 'The bound "limit" of a list', found: 'is no number of at least 0' });
  }
  if (prefix === undefined || (table !== undefined && thread !== undefined)) return;
  throw problem('store/refused', { store, what: 'The prefix of keys', found: 'needs a table and a thread, or null' });
}

export function acceptItemPlace(store: string, place: ItemPlace): void {
  acceptPlace(store, place);
  acceptText(store, 'The key of an item', place.key);
}

function acceptPlace(store: string, { table, thread }: Partial<ItemPlace>): void {
  if (table !== undefined && !isTableName(table)) {
    const found = 'is no name: lowercase letters, digits and dashes, a letter first, 64 at most';
    throw problem('store/refused', { store, what: `The table "${table}"`, found });
  }
  acceptText(store, 'The thread of an item', thread);
  if (thread === '')
    throw problem('store/refused', { store, what: 'The thread of an item', found: 'is empty; null is none' });
}
