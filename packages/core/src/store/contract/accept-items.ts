import { problem } from '../../base/problem/problem.ts';
import { acceptText, acceptWhole } from './accept-text.ts';
import { isVector } from './likeness.ts';
import {
  isItemWrite,
  sayingOf,
  type ItemPlace,
  type ItemPut,
  type ItemQuery,
  type ItemSearch,
  type ItemTies,
} from './item.ts';

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
      if (write.body === null) continue;
      acceptWhole(store, 'The end of an item', write.until);
      acceptTies(store, write);
    }
  }
}

function acceptTies(store: string, write: ItemTies & Pick<ItemPlace, 'thread'>): void {
  const { thread, words, vectors, from = [], needs = [], of } = write;
  if (sayingOf(write) === undefined) return;
  if (thread !== null) {
    const found = 'bears the name of a thread, and is found and goes with nothing else';
    throw problem('store/refused', { store, what: 'An item', found });
  }
  acceptText(store, 'A word of an item', words);
  for (const checkpoint of from) acceptText(store, 'The checkpoint of an item', checkpoint);
  for (const { key, version } of needs) {
    acceptText(store, 'The key of an item', key);
    acceptWhole(store, 'The version of an item', version);
  }
  acceptText(store, 'The thread of an item', of);
  for (const vector of vectors ?? []) acceptVector(store, vector);
}

function acceptVector(store: string, vector: readonly number[]): void {
  if (isVector(vector)) return;
  const found = 'is no list of finite numbers of single precision';
  throw problem('store/refused', { store, what: 'A vector', found });
}

/** Refuses a search that no store could answer. */
export function acceptItemSearch(store: string, { table, prefix = '', words, vector, limit = 0 }: ItemSearch): void {
  acceptItemQuery(store, { table, thread: null, prefix, limit });
  if (vector !== undefined) acceptVector(store, vector);
  if (words !== undefined && vector !== undefined) {
    throw problem('store/refused', { store, what: 'A search', found: 'is by words and by likeness at once' });
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
