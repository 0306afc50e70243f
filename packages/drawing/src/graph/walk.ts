import type { Diagram, Row } from '@cairn/core';

type Edge = Diagram['edges'][number];

/** What says that two moves are one: its ends, and what it was made by; where it has an id, that. */
export function moveOf({ from, to, kind, label, id }: Edge): string {
  if (id !== undefined) return `${from} ${to} ${id}`;
  const by = kind === 'event' ? `event ${label ?? ''}` : kind === 'case' ? 'next' : kind;
  return `${from} ${to} ${by}`;
}

/** What happened within the node of a lane, where that has states: by their ids in the diagram. */
export interface Within {
  readonly lane: string;
  /** The states that are active since. */
  readonly active: readonly string[];
  /** Those of them that hold no other, by what they were called within the node at that time, whatever the diagram calls them. */
  readonly innermost: readonly string[];
  /** The states that were come to, each as often as it was: also those that were left again. */
  readonly entered: readonly string[];
  /** The moves that were made between them, each as often as it was, where the node tells them. */
  readonly moves: readonly string[];
}

/** What a row tells of a thread's way: a row of its history, or one as a store keeps it, of which `opened` was read. */
export interface WalkedRow {
  readonly lane: string;
  /** The node that was left; empty in a thread's first row. */
  readonly from: string;
  readonly to?: string | null | undefined;
  readonly cause: string;
  readonly label?: string | null | undefined;
  readonly opened?: Row['opened'] | undefined;
  /** What happened within nodes that have states, as `withinOf` tells it. */
  readonly within?: readonly Within[] | undefined;
}

/** Where a lane is, as a checkpoint tells it. */
export interface LaneThere {
  readonly lane: string;
  /** Where its graph is: the ids of the nodes that hold it, joined by dots; empty for the first. */
  readonly graph: string;
  readonly node: string;
  readonly phase: string;
  /** The states within its node that are active, by their ids in the diagram. */
  readonly active?: readonly string[];
}

/** Where a thread has been in its graph, and is; nodes by their ids in the diagram, `investigate.think`, moves as {@link moveOf} names them. */
export interface Marks {
  readonly visited: ReadonlySet<string>;
  /** Where its lanes are now. */
  readonly current: ReadonlySet<string>;
  /** Where lanes have failed and are left. */
  readonly failed: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  /** How often nodes were come to, and moves were made. */
  readonly counts: ReadonlyMap<string, number>;
}

/** What moves are made by, where it is not the result of an activity. */
const others: ReadonlySet<string> = new Set<Edge['kind']>(['event', 'timer', 'join', 'error']);

/** Follows a thread by its rows, oldest first; it needs no graph, and no values. */
export class Walk {
  readonly #visited = new Set<string>();
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();
  /** Where the graph of each lane is. */
  readonly #graphs = new Map([['', '']]);
  /** Where the lanes meet that a lane opened: they close on the way there, and only the lane that opened them arrives. */
  readonly #meetings = new Map<string, string>();

  /** Goes on by a row. */
  take({ lane, from, to, cause, label, opened, within = [] }: WalkedRow): void {
    if (from !== '') this.#visited.add(this.#idOf(lane, from));
    if (to !== null && to !== undefined) {
      const arrives = this.#meetings.get(lane) !== to;
      if (arrives) this.#come(this.#idOf(lane, to));
      const kind = others.has(cause) ? (cause as Edge['kind']) : 'next';
      const by = typeof label === 'string' ? { label } : {};
      this.#move({ from: this.#idOf(lane, from), to: this.#idOf(lane, to), kind, ...by });
    }
    const holder = this.#idOf(lane, to ?? from);
    for (const { path, node } of opened?.lanes ?? []) {
      this.#graphs.set(path, opened?.graph ?? '');
      if (opened?.then !== undefined) this.#meetings.set(path, opened.then);
      this.#come(this.#idOf(path, node));
      this.#move({ from: holder, to: this.#idOf(path, node), kind: 'lane' });
    }
    for (const { entered, moves } of within) {
      for (const state of entered) this.#come(state);
      for (const move of moves) this.#made(move);
    }
  }

  /** Where it has been, and where its lanes are by a checkpoint. */
  marks(lanes: readonly LaneThere[]): Marks {
    const idsOf = (some: readonly LaneThere[]): ReadonlySet<string> =>
      new Set(some.flatMap(({ graph, node, active = [] }) => [graph === '' ? node : `${graph}.${node}`, ...active]));
    return {
      visited: new Set(this.#visited),
      taken: new Set(this.#taken),
      counts: new Map(this.#counts),
      current: idsOf(lanes.filter(({ phase, lane }) => phase !== 'closed' || lane === '')),
      failed: idsOf(lanes.filter(({ phase }) => phase === 'failed').map(({ active: _, ...lane }) => lane)),
    };
  }

  #come(id: string): void {
    this.#visited.add(id);
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  #move(edge: Edge): void {
    this.#made(moveOf(edge));
  }

  #made(move: string): void {
    this.#taken.add(move);
    this.#counts.set(move, (this.#counts.get(move) ?? 0) + 1);
  }

  #idOf(lane: string, node: string): string {
    const graph = this.#graphs.get(lane) ?? '';
    return graph === '' ? node : `${graph}.${node}`;
  }
}

/** The moves that could be made next: those that leave where a thread is, or any place of a graph that it is in. */
export function possibleMoves({ nodes, edges }: Diagram, { current }: Pick<Marks, 'current'>): ReadonlySet<string> {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const within = new Set<string>(current.size > 0 ? [''] : []);
  for (const id of current) {
    for (let holder = parents.get(id); holder !== undefined; holder = parents.get(holder)) within.add(holder);
  }
  const isOpen = ({ from, to }: Edge): boolean => {
    const ofAnywhere = from === '' || parents.get(to) === from;
    return ofAnywhere ? within.has(from) : current.has(from);
  };
  return new Set(edges.filter(isOpen).map(moveOf));
}
