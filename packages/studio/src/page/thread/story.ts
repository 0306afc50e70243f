/**
 * What a thread did, out of the rows of its log, as far as they are here. All of it is reckoned in the page: going from checkpoint to
 * checkpoint asks the server nothing.
 *
 * 1. Rows are taken once, oldest first, without a gap.
 * 2. What is told of a checkpoint takes no more than the rows between it and a kept place before it.
 */

import { LogLanes, moveOf, Walk, type LaneThere, type LogLine, type Marks } from '@cairn/drawing/thread';
import type { LogRow } from '../../api.ts';
import { lanesAfter, type Lanes } from './lanes-there.ts';

/** So many rows lie between two places whose lanes are kept. */
const stride = 128;

/** Of so many columns it is told which lanes have them. */
const mostColumns = 12;

const none: Lanes = new Map([['', { lane: '', graph: '', node: '', phase: 'running' }]]);

/** What moves are made by, where it is not the result of an activity. */
const others: ReadonlySet<string> = new Set(['event', 'timer', 'join', 'error']);

/** The nodes of a row by their ids in the diagram: the one that its lane left, and the one where it is then. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** What a row adds to the marks. */
interface Step {
  readonly from: string;
  readonly came: readonly string[];
  readonly moves: readonly string[];
}

/** Marks but for where the lanes are. */
interface Walked {
  readonly visited: Set<string>;
  readonly taken: Set<string>;
  readonly counts: Map<string, number>;
}

/** The rows of a thread, and what follows from them. */
export class Story {
  readonly #rows: LogRow[] = [];
  readonly #lines: LogLine[] = [];
  readonly #kept: Lanes[] = [];
  readonly #failures: number[] = [];
  readonly #ends: Ends[] = [];
  readonly #before: Lanes;
  readonly #drawn: LogLanes;
  #last: Lanes;
  /** What each row adds to the marks, and the marks at kept places. */
  readonly #steps: Step[] = [];
  readonly #walked: Walked[] = [];
  /** Where the lanes meet that a lane opened: they close on the way there, and only the lane that opened them arrives. */
  readonly #meetings = new Map<string, string>();

  /** Begins with the lanes that there were before the first row, where the rows before it were cut. */
  constructor(lanes: readonly LaneThere[] = []) {
    this.#before = lanes.length === 0 ? none : new Map(lanes.map((lane) => [lane.lane, lane]));
    this.#last = this.#before;
    this.#drawn = new LogLanes([...this.#before.keys()], mostColumns);
  }

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** The first checkpoint that there is. */
  get first(): number {
    return this.#rows[0]?.seq ?? 1;
  }

  /** The newest checkpoint that is here; one before the first where there is none. */
  get last(): number {
    return this.first + this.#rows.length - 1;
  }

  /** The checkpoints at which something failed, oldest first. */
  get failures(): readonly number[] {
    return this.#failures;
  }

  /** Goes on by rows; those that are here already are left out. */
  take(rows: readonly LogRow[]): void {
    for (const row of rows) {
      if (this.#rows.length > 0 && row.seq !== this.last + 1) continue;
      const back = row.cause === 'rewind' ? this.#lanes(row.note?.at ?? row.seq - 1) : undefined;
      this.#last = lanesAfter(this.#last, row, back);
      if (back !== undefined) this.#drawn.reset([...back.keys()]);
      this.#rows.push(row);
      const graph = this.#last.get(row.lane)?.graph ?? '';
      this.#ends.push({ from: idOf(graph, row.from), to: idOf(graph, row.to ?? row.from) });
      this.#lines.push(this.#drawn.draw(row));
      if (this.#lines.at(-1)?.sign === 'failed') this.#failures.push(row.seq);
      this.#steps.push(this.#stepOf(row));
      if (this.#rows.length % stride !== 0) continue;
      this.#kept.push(this.#last);
      this.#walked.push(this.#walkedTo(this.#rows.length, this.#walked.length));
    }
  }

  row(seq: number): LogRow | undefined {
    return this.#rows[seq - this.first];
  }

  /** What is drawn beside a row. */
  line(seq: number): LogLine | undefined {
    return this.#lines[seq - this.first];
  }

  /** The nodes that a row leads from and to. */
  ends(seq: number): Ends | undefined {
    return this.#ends[seq - this.first];
  }

  /** The moves that a row made, as `moveOf` names them. */
  moves(seq: number): ReadonlySet<string> {
    return new Set(this.#steps[seq - this.first]?.moves);
  }

  /** The checkpoints by which a lane came to a node, up to one. */
  visits(node: string, to: number): readonly number[] {
    const visits: number[] = [];
    for (let seq = this.first; seq <= Math.min(to, this.last); seq += 1) {
      const row = this.row(seq);
      const graph = row?.opened?.graph ?? '';
      const isCome = row?.to !== undefined && this.ends(seq)?.to === node;
      const isEntered = row?.within?.some(({ entered }) => entered.includes(node)) === true;
      if (isCome || isEntered || row?.opened?.lanes.some((lane) => idOf(graph, lane.node) === node) === true)
        visits.push(seq);
    }
    return visits;
  }

  /** The newest checkpoint up to one that made a move. */
  madeBy(move: string, to: number): number | undefined {
    const at = this.#steps.slice(0, to - this.first + 1).findLastIndex(({ moves }) => moves.includes(move));
    return at === -1 ? undefined : this.first + at;
  }

  /** Where the lanes are at a checkpoint. */
  lanes(seq: number): readonly LaneThere[] {
    return [...this.#lanes(seq).values()];
  }

  /** Where the thread has been up to a checkpoint, and is there; as `Walk` has it. */
  marks(seq: number): Marks {
    const end = Math.max(0, Math.min(seq - this.first + 1, this.#rows.length));
    const { current, failed } = new Walk().marks(this.lanes(seq));
    return { ...this.#walkedTo(end, Math.floor(end / stride)), current, failed };
  }

  /** The nearest failure before a checkpoint, or after it. */
  failureFrom(seq: number, direction: -1 | 1): number | undefined {
    return direction === 1 ? this.#failures.find((each) => each > seq) : this.#failures.findLast((each) => each < seq);
  }

  /**
   * The rows that lead to a checkpoint: without what a rewind left behind, and without the rewinds.
   */
  way(seq: number): readonly LogRow[] {
    const way: LogRow[] = [];
    for (let at = seq; at >= this.first;) {
      const row = this.row(at);
      if (row === undefined) break;
      if (row.cause === 'rewind') at = Math.min(row.note?.at ?? at - 1, at - 1);
      else {
        way.push(row);
        at -= 1;
      }
    }
    return way.toReversed();
  }

  #lanes(seq: number): Lanes {
    const end = Math.min(seq - this.first + 1, this.#rows.length);
    if (end === this.#rows.length) return this.#last;
    const place = Math.floor(Math.max(end, 0) / stride);
    let lanes = place === 0 ? this.#before : (this.#kept[place - 1] ?? this.#before);
    for (const row of this.#rows.slice(place * stride, end)) {
      lanes = lanesAfter(lanes, row, row.cause === 'rewind' ? this.#lanes(row.note?.at ?? row.seq - 1) : undefined);
    }
    return lanes;
  }

  #stepOf(row: LogRow): Step {
    const { from, to } = this.#ends.at(-1) ?? { from: '', to: '' };
    const kind = others.has(row.cause) ? (row.cause as 'event') : 'next';
    const label = row.label === undefined ? {} : { label: row.label };
    const isMoved = row.to !== undefined;
    const isCome = isMoved && this.#meetings.get(row.lane) !== row.to;
    const { graph = '', then, lanes = [] } = row.opened ?? {};
    for (const { path } of lanes) if (then !== undefined) this.#meetings.set(path, then);
    const opened = lanes.map(({ node }) => idOf(graph, node));
    const within = row.within ?? [];
    return {
      from: row.from === '' ? '' : from,
      came: [...(isCome ? [to] : []), ...opened, ...within.flatMap(({ entered }) => entered)],
      moves: [
        ...(isMoved ? [moveOf({ from, to, kind, ...label })] : []),
        ...opened.map((node) => moveOf({ from: to, to: node, kind: 'lane' })),
        ...within.flatMap(({ moves }) => moves),
      ],
    };
  }

  /** The marks after so many rows, from the kept place of that number on. */
  #walkedTo(end: number, place: number): Walked {
    const kept = place === 0 ? undefined : this.#walked[place - 1];
    const visited = new Set(kept?.visited);
    const taken = new Set(kept?.taken);
    const counts = new Map(kept?.counts);
    const count = (name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);
    if (kept === undefined) {
      for (const { lane, graph, node } of this.#before.values()) if (lane !== '') visited.add(idOf(graph, node));
    }
    for (const { from, came, moves } of this.#steps.slice(place * stride, end)) {
      if (from !== '') visited.add(from);
      for (const node of came) {
        visited.add(node);
        count(node);
      }
      for (const move of moves) {
        taken.add(move);
        count(move);
      }
    }
    return { visited, taken, counts };
  }
}

function idOf(graph: string, node: string): string {
  return graph === '' ? node : `${graph}.${node}`;
}
