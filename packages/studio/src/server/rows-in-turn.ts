import type { Store, StoredRow } from '@cairn/core/store';

/** How many rows are read at once. */
const pageSize = 500;

/** The rows of a thread as they are stored, oldest first, up to a number of them. */
export async function* rowsInTurn(
  store: Store,
  thread: string,
  most: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<StoredRow, void, undefined> {
  for (let from = 1, count = 0; ;) {
    const rows = await store.rows(thread, { from, limit: Math.min(pageSize, most - count) });
    yield* rows;
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize || count >= most) return;
    from = last.seq + 1;
  }
}
