import type { Row } from '../../advance/state/row.ts';
import { loadRows, type Reading } from '../../store/load.ts';
import type { Span } from '../../store/contract/shared-past.ts';
import type { Store } from '../../store/contract/store.ts';

/** How many rows are read at a time. */
const pageSize = 200;

/** The rows of these spans, newest first. */
export async function* rowsNewestFirst(
  store: Store,
  thread: string,
  reading: Reading,
  spans: readonly Span[],
): AsyncGenerator<Row, void, undefined> {
  for (const { from, to } of spans.toReversed()) {
    for (let last = to; last >= from;) {
      const rows = await loadRows(store, thread, reading, { from, to: last, limit: pageSize, newestFirst: true });
      yield* rows;
      const oldest = rows.at(-1);
      if (oldest === undefined) return;
      last = oldest.seq - 1;
    }
  }
}
