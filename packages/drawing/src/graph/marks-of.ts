import type { Checkpoint, Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { Walk, type Marks } from './walk.ts';

/** How many rows are read at once. */
const pageSize = 2_000;

/** Where a thread has been, up to a checkpoint that was read; needs no graph, and decodes no values. */
export async function marksOf(
  store: Pick<Store, 'rows'>,
  { thread, seq, lanes }: Pick<Checkpoint, 'thread' | 'seq' | 'lanes'>,
): Promise<Marks> {
  const walk = new Walk();
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: seq, limit: pageSize });
    for (const { detail, ...row } of rows) walk.take({ ...row, opened: openedIn(detail) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  return walk.marks(lanes);
}

/** What the detail of a stored row says that it opened. */
export function openedIn(detail: string | null): Row['opened'] {
  return detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
}
