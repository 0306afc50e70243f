import type { Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { checkpointAt } from '@cairn/core/inspect';
import { Walk, type Marks } from '@cairn/drawing/thread';

/** How many rows are read at once. */
const pageSize = 2_000;

/** Where a thread has been, up to a checkpoint; needs no graph, and decodes no values. */
export async function marksOf(store: Store, thread: string, seq = -1): Promise<Marks> {
  const checkpoint = await checkpointAt(store, thread, seq);
  const walk = new Walk();
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: checkpoint.seq, limit: pageSize });
    for (const { detail, ...row } of rows) walk.take({ ...row, opened: openedIn(detail) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  return walk.marks(checkpoint.lanes);
}

function openedIn(detail: string | null): Row['opened'] {
  return detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
}
