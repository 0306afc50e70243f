import type { Diagram, Row } from '@cairn/core';
import {
  activeOf,
  innermostOf,
  stateNamesOf,
  type ActiveSince,
  type DiagramsInTime,
  type StateNames,
} from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { moveOf, type Within } from './walk.ts';

/** Of a row, what is asked to tell what happened within a node. */
type Told = Pick<Row, 'seq'>;

/** Which rows are asked about, and whose diagram it is. */
export interface WithinSpan {
  readonly from?: number;
  readonly to?: number;
  /** The checkpoint whose graph the diagram shows; the newest by default. */
  readonly at?: number;
  /** The thread's diagrams, where whoever asks has them already. */
  readonly diagrams?: DiagramsInTime;
}

/**
 * Gives of each row of a thread what happened within the nodes of its lanes; undefined for most, and of all where no node has states. What states of
 * other versions are called in the diagram their migrations say; what they do not say is left out.
 */
export async function withinOf(
  store: Store,
  thread: string,
  diagram: Diagram,
  { at = -1, diagrams, ...span }: WithinSpan = {},
): Promise<(row: Told) => readonly Within[] | undefined> {
  const bySeq = new Map<number, Within[]>();
  let namesAt: Awaited<ReturnType<typeof stateNamesOf>> | undefined;
  const shown = new Map(diagram.edges.map((edge) => [endsOf(edge), edge]));
  for await (const since of activeOf(store, thread, span, diagrams && { diagrams })) {
    namesAt ??= await stateNamesOf(store, thread, at, diagrams);
    const within = withinAt(since, await namesAt(since.seq), shown);
    const known = bySeq.get(since.seq);
    if (known === undefined) bySeq.set(since.seq, [within]);
    else known.push(within);
  }
  return (row) => bySeq.get(row.seq);
}

type Edge = Diagram['edges'][number];

function withinAt(
  { lane, active, entered, taken, diagram }: ActiveSince,
  names: StateNames,
  shown: ReadonlyMap<string, Edge>,
): Within {
  const named = (ids: readonly string[]): readonly string[] => ids.flatMap((id) => names(id) ?? []);
  const moves = taken.flatMap((edge) => {
    const [from, to] = [names(edge.from), names(edge.to)];
    const now = from === undefined || to === undefined ? undefined : shown.get(endsOf({ ...edge, from, to }));
    return now === undefined ? [] : [moveOf(now)];
  });
  return { lane, active: named(active), innermost: innermostOf(diagram, active), entered: named(entered), moves };
}

/** What tells a move from others, whatever it is called where it is told. */
function endsOf({ from, to, kind, label = '' }: Edge): string {
  return JSON.stringify([from, to, kind, label]);
}
