import type { Checkpoint, Diagram, Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { checkpointAt } from '@cairn/core/inspect';

type Edge = Diagram['edges'][number];

/** Where a thread has been in its graph; nodes by their ids in the diagram, `investigate.think`. */
export interface Visits {
  readonly visited: ReadonlySet<string>;
  /** Where its lanes are now. */
  readonly current: ReadonlySet<string>;
  /** The moves it made, as {@link moveOf} names them. */
  readonly taken: ReadonlySet<string>;
}

/** What says that two moves are one: its ends, and what it was made by. */
export function moveOf({ from, to, kind, label }: Edge): string {
  const by = kind === 'event' ? `event ${label ?? ''}` : kind === 'case' ? 'next' : kind;
  return `${from} ${to} ${by}`;
}

/** What moves are made by, where it is not the result of an activity. */
const others: ReadonlySet<string> = new Set<Edge['kind']>(['event', 'timer', 'join', 'error']);

/** How many rows are read at once. */
const pageSize = 2_000;

/** Where a thread has been, up to a checkpoint; needs no graph, and decodes no values. */
export async function visitsOf(store: Store, thread: string, seq = -1): Promise<Visits> {
  const checkpoint = await checkpointAt(store, thread, seq);
  const visited = new Set<string>();
  const taken = new Set<string>();
  const graphs = new Map([['', '']]);
  /** Where the lanes meet that a lane opened: they close on the way there, and only the lane that opened them arrives. */
  const meetings = new Map<string, string>();
  const idOf = (lane: string, node: string): string => {
    const graph = graphs.get(lane) ?? '';
    return graph === '' ? node : `${graph}.${node}`;
  };
  for (let from = 1; ;) {
    const rows = await store.rows(thread, { from, to: checkpoint.seq, limit: pageSize });
    for (const { lane, from: left, to, detail, cause, label } of rows) {
      if (left !== '') visited.add(idOf(lane, left));
      if (to !== null) {
        if (meetings.get(lane) !== to) visited.add(idOf(lane, to));
        const kind = others.has(cause) ? (cause as Edge['kind']) : 'next';
        taken.add(moveOf({ from: idOf(lane, left), to: idOf(lane, to), kind, ...(label !== null && { label }) }));
      }
      const opened =
        detail?.includes('"opened"') === true ? (JSON.parse(detail) as Pick<Row, 'opened'>).opened : undefined;
      for (const { path, node } of opened?.lanes ?? []) {
        graphs.set(path, opened?.graph ?? '');
        if (opened?.then !== undefined) meetings.set(path, opened.then);
        visited.add(idOf(path, node));
        taken.add(moveOf({ from: idOf(lane, to ?? left), to: idOf(path, node), kind: 'lane' }));
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    from = last.seq + 1;
  }
  return { visited, current: currentOf(checkpoint), taken };
}

function currentOf({ lanes }: Checkpoint): ReadonlySet<string> {
  const open = lanes.filter(({ phase, lane }) => phase !== 'closed' || lane === '');
  return new Set(open.map(({ graph, node }) => (graph === '' ? node : `${graph}.${node}`)));
}
