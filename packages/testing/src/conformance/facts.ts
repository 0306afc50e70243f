import assert from 'node:assert/strict';
import type { ItemNeed, ItemSearch, ItemTies, Store } from '@cairn/core/store';
import { noon } from './sample.ts';

/** The table that items are in which are found, and go with others. */
export const factTable = 'facts';

export async function putFact(
  store: Store,
  key: string,
  ties: ItemTies & { readonly until?: number } = {},
): Promise<void> {
  const write = { table: factTable, thread: null, key, body: `of ${key}`, ...ties };
  assert.equal(await store.putItems([write], noon), 'ok');
}

export function needs(...keys: readonly string[]): readonly ItemNeed[] {
  return keys.map((key) => ({ key }));
}

/** The keys of what is found, in order. */
export async function keysFound(
  store: Store,
  search: Partial<ItemSearch> = {},
  now: number = noon,
): Promise<readonly string[]> {
  return (await store.findItems({ table: factTable, ...search }, now)).map(({ key }) => key);
}
