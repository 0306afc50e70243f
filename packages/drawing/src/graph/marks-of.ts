import type { Checkpoint, Diagram, Row } from '@cairn/core';
import { activeIn, diagramAt, stateNamesOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { Walk, type Marks } from './walk.ts';
import { withinOf } from './within.ts';

/** How many rows are read at once. */
const pageSize = 2_000;

/**
 * Where a thread has been, up to a checkpoint that was read; needs no graph. With a diagram whose nodes have states, also in which of these; values are
 * decoded for that alone. The diagram is that of the checkpoint or, where it is another, that of the newest: what states of other versions are called
 * in it their migrations say.
 */
export async function marksOf(
  store: Store,
  { thread, seq, lanes }: Pick<Checkpoint, 'thread' | 'seq' | 'lanes'>,
  diagram?: Diagram,
): Promise<Marks> {
  const walk = new Walk();
  const hasStates = diagram?.nodes.some(({ active }) => active !== undefined) === true;
  const own = hasStates ? await diagramAt(store, thread, seq) : undefined;
  const at = own === undefined || JSON.stringify(own) === JSON.stringify(diagram) ? seq : -1;
  const withinAt = hasStates ? await withinOf(store, thread, diagram, { to: seq, at }) : undefined;
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: seq, limit: pageSize });
    for (const { detail, ...row } of rows) walk.take({ ...row, opened: openedIn(detail), within: withinAt?.(row) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  if (!hasStates) return walk.marks(lanes);
  const names = await (await stateNamesOf(store, thread, at))(seq);
  const active = (lane: (typeof lanes)[number]): readonly string[] =>
    activeIn(own ?? diagram, lane).flatMap((id) => names(id) ?? []);
  return walk.marks(lanes.map((lane) => ({ ...lane, active: active(lane) })));
}

/** What the detail of a stored row says that it opened. */
export function openedIn(detail: string | null): Row['opened'] {
  return detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
}
