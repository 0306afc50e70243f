import type { Item } from '@cairn/core/store';

/** An item of a side table as its row in the file has it; the name of no thread is empty. */
export type ItemRow = Item & { readonly thread: string; readonly sum: number | null };

/** Where items are over, which may be after all. */
export type ItemEnd = readonly [thread: string | Uint8Array, table: string, key: string];

export const itemColumns: string = `item.number AS version, thread, name AS "table", key, coalesce(item.body, blob.body) AS body, until, sum`;
export const itemsWithBlobs: string = 'item LEFT JOIN blob ON blob.number = item.blob';
export const inSpan: string = '(thread, name, key) >= (?, ?, ?) AND (thread, name, key) < (?, ?, ?)';
