import type { Checkpoint, Diagram, Row } from '@cairn/core';
import { activeIn } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { Walk, type Marks } from './walk.ts';
import { withinOf } from './within.ts';

/** How many rows are read at once. */
const pageSize = 2_000;

/**
 * Where a thread has been, up to a checkpoint that was read; needs no graph. With a diagram whose nodes have states, also in which of these; values are
 * decoded for that alone.
 */
export async function marksOf(
  store: Store,
  { thread, seq, lanes }: Pick<Checkpoint, 'thread' | 'seq' | 'lanes'>,
  diagram?: Diagram,
): Promise<Marks> {
  const walk = new Walk();
  const withinAt = diagram === undefined ? undefined : await withinOf(store, thread, diagram, { to: seq });
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: seq, limit: pageSize });
    for (const { detail, ...row } of rows) walk.take({ ...row, opened: openedIn(detail), within: withinAt?.(row) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  if (diagram === undefined) return walk.marks(lanes);
  return walk.marks(lanes.map((lane) => ({ ...lane, active: activeIn(diagram, lane) })));
}

/** What the detail of a stored row says that it opened. */
export function openedIn(detail: string | null): Row['opened'] {
  return detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
}
