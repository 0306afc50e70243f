import type { Item, ItemEdge } from '@cairn/core/store';
import type { Statement } from 'better-sqlite3';
import type { Writing } from './writing.ts';

/** An item of a side table as its row in the file has it; the name of no thread is empty. */
export type ItemRow = Item & { readonly thread: string; readonly sum: number | null };

/** The end of a span of items, itself not in it; bytes as the thread sort after all texts, so after all items. */
export type ItemEnd = readonly [thread: string | Uint8Array, table: string, key: string];

export const itemVersion = 'coalesce(item.version, item.number)';
export const itemColumns: string = `${itemVersion} AS version, thread, name AS "table", key, coalesce(item.body, blob.body) AS body, until, sum`;
export const itemsWithBlobs: string = 'item LEFT JOIN blob ON blob.number = item.blob';
export const inSpan: string = '(thread, name, key) >= (?, ?, ?) AND (thread, name, key) < (?, ?, ?)';

/** What is asked and written of items. */
export interface ItemStatements {
  readonly item: Statement<[...ItemEdge, now: number], ItemRow>;
  readonly newestItem: Statement<[...ItemEdge, ...ItemEnd, now: number], number>;
  readonly itemsUp: Statement<[...ItemEdge, ...ItemEnd, table: string | null, now: number, limit: number], ItemRow>;
  readonly itemsDown: Statement<[...ItemEdge, ...ItemEnd, table: string | null, now: number, limit: number], ItemRow>;
  readonly addItem: Writing<[...ItemEdge, body: string | null, hash: string | null, until: number | null, sum: number]>;
  readonly replaceItem: Writing<[body: string, sum: number, ...ItemEdge]>;
  readonly countItem: Writing<[]>;
  readonly dropItem: Writing<[...ItemEdge], number | null>;
  readonly dropItems: Writing<[...ItemEdge, ...ItemEnd], number | null>;
  readonly dropOverItems: Writing<[now: number], number | null>;
}
