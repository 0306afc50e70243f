import type { Diagram, Row } from '@cairn/core';
import { activeOf, type ActiveSince } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { moveOf, type WalkedRow, type Within } from './walk.ts';

type Edge = Diagram['edges'][number];

/** Of a row, what is asked to tell what happened within a node. */
type Told = Pick<Row, 'seq' | 'lane'> & Pick<WalkedRow, 'cause' | 'label'>;

/** Gives of each row of a thread what happened within the nodes of its lanes; undefined for most, and of all where no node has states. */
export async function withinOf(
  store: Store,
  thread: string,
  diagram: Diagram,
  span: { readonly from?: number; readonly to?: number } = {},
): Promise<(row: Told) => readonly Within[] | undefined> {
  const bySeq = new Map<number, ActiveSince[]>();
  for await (const since of activeOf(store, thread, diagram, span)) {
    const known = bySeq.get(since.seq);
    if (known === undefined) bySeq.set(since.seq, [since]);
    else known.push(since);
  }
  return (row) => bySeq.get(row.seq)?.map((since) => withinAt(diagram, since, row));
}

function withinAt(diagram: Diagram, { lane, before, active }: ActiveSince, row: Told): Within {
  const was = new Set(before);
  const entered = active.filter((id) => !was.has(id));
  const event = row.cause === 'event' && row.lane === lane ? row.label : undefined;
  const moves = before.length === 0 ? [] : entered.flatMap((to) => moveTo(diagram, was, to, event ?? undefined));
  return { lane, active, entered, moves };
}

/** The one move that leads to a state; none where there are several. */
function moveTo(
  { nodes, edges }: Diagram,
  was: ReadonlySet<string>,
  to: string,
  event: string | undefined,
): readonly string[] {
  const holder = nodes.find(({ id }) => id === to)?.parent ?? '';
  const leading = edges.filter((edge) => edge.to === to && (was.has(edge.from) || edge.from === holder));
  const by = leading.filter(({ kind, label }) => kind === 'event' && isNamed(label, event));
  const moves = new Set(
    (by.length > 0 ? by : leading.filter(({ kind }) => kind !== 'event' || event === undefined)).map(moveOf),
  );
  return moves.size === 1 ? [...moves] : [];
}

function isNamed(label: Edge['label'], event: string | undefined): boolean {
  return event !== undefined && (label === event || label?.startsWith(`${event} [`) === true);
}
