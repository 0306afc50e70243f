import type { Checkpoint, Diagram, Row } from '@cairn/core';
import { activeIn, diagramsOf, stateNamesOf, type DiagramsInTime } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { Walk, type Marks } from './walk.ts';
import { withinOf } from './within.ts';

/** How many rows are read at once. */
const pageSize = 2_000;

/**
 * Where a thread has been, up to a checkpoint that was read; needs no graph. With a diagram whose nodes have states, also in which of these; values are
 * decoded for that alone. The diagram is that of the checkpoint or, where it is another, that of the newest: what states of other versions are called
 * in it their migrations say. `known` are the thread's diagrams, where whoever asks has them already.
 */
export async function marksOf(
  store: Store,
  { thread, seq, lanes }: Pick<Checkpoint, 'thread' | 'seq' | 'lanes'>,
  diagram?: Diagram,
  known?: DiagramsInTime,
): Promise<Marks> {
  const walk = new Walk();
  const hasStates = diagram?.nodes.some(({ active }) => active !== undefined) === true;
  const diagrams = hasStates ? (known ?? (await diagramsOf(store, thread))) : undefined;
  const own = await diagrams?.at(seq);
  const isOwn = own === undefined || own === diagram || JSON.stringify(own) === JSON.stringify(diagram);
  const at = isOwn ? seq : -1;
  const withinAt = diagrams && diagram && (await withinOf(store, thread, diagram, { to: seq, at, diagrams }));
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: seq, limit: pageSize });
    for (const { detail, ...row } of rows) walk.take({ ...row, opened: openedIn(detail), within: withinAt?.(row) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  if (diagram === undefined || diagrams === undefined) return walk.marks(lanes);
  const names = await (await stateNamesOf(store, thread, at, diagrams))(seq);
  const active = (lane: (typeof lanes)[number]): readonly string[] =>
    activeIn(own ?? diagram, lane).flatMap((id) => names(id) ?? []);
  return walk.marks(lanes.map((lane) => ({ ...lane, active: active(lane) })));
}

/** What the detail of a stored row says that it opened. */
export function openedIn(detail: string | null): Row['opened'] {
  return detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
}
