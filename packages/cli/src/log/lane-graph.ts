/**
 * A thread's lanes drawn beside its checkpoints, as git draws branches: one column a lane.
 *
 * 1. A row is drawn at its lane's column, and the lanes that it opens branch off to the right of what is there.
 * 2. A lane is drawn until the lane that opened it goes on.
 */

import { counted } from '@cairn/core/store';
import type { Row } from '@cairn/core';
import { LaneColumns } from './lane-columns.ts';

/** What is drawn of one column in one line; `lane` says whose colour it has. */
export interface Cell {
  readonly text: string;
  readonly lane: string;
}

/** So many columns are drawn; further lanes share the last, and how many these are is said where that changes. */
const mostColumns = 12;

/** Draws lanes line by line. */
export class LaneGraph {
  readonly #columns = new LaneColumns();
  /** How many lanes have no column of their own, as it was said last. */
  #further = 0;

  /** Begins with the lanes that are there before the first row. */
  constructor(lanes: readonly string[] = ['']) {
    this.#columns.reset(lanes);
  }

  /** Goes on with these lanes: a thread was sent back. */
  reset(lanes: readonly string[]): void {
    this.#columns.reset(lanes);
  }

  /** The cells of a row; two characters a column. */
  draw(row: Row): readonly Cell[] {
    const columns = this.#columns;
    const own = columns.place(row.lane);
    const lanes = columns.first(mostColumns);
    const merged = goesOn(row) ? shown(columns.close(row.lane)) : new Set<number>();
    const branched = shown((row.opened?.lanes ?? []).map(({ path }) => columns.place(path, row.lane)));
    const first = Math.min(own, mostColumns - 1, ...merged, ...branched);
    const last = Math.min(mostColumns - 1, Math.max(own, ...merged, ...branched));
    const width = Math.min(mostColumns, Math.max(columns.count, lanes.length, last + 1));
    const drawing = { own: Math.min(own, mostColumns - 1), merged, branched, first, last, lanes };
    const after = columns.first(mostColumns);
    const cells = Array.from({ length: width }, (_, at): Cell => ({
      text: cellText(at, drawing, symbolOf(row)),
      lane: (branched.has(at) ? after[at] : lanes[at]) ?? row.lane,
    }));
    columns.trim();
    return [...cells, ...this.#furtherLanes(row.lane)];
  }

  /** Says how many lanes have no column of their own, where that is another number than before. */
  #furtherLanes(lane: string): readonly Cell[] {
    const further = Math.max(0, this.#columns.used - mostColumns);
    if (further === this.#further) return [];
    this.#further = further;
    return [{ text: further === 0 ? '' : ` +${counted(further, 'lane')}`, lane }];
  }
}

interface Drawing {
  /** The column of the row's lane. */
  readonly own: number;
  readonly merged: ReadonlySet<number>;
  readonly branched: ReadonlySet<number>;
  /** How far to the left and to the right the row reaches. */
  readonly first: number;
  readonly last: number;
  /** The lanes in their columns, before the row. */
  readonly lanes: readonly (string | undefined)[];
}

function cellText(at: number, { own, merged, branched, first, last, lanes }: Drawing, symbol: string): string {
  const after = at >= first && at < last ? '─' : ' ';
  if (at === own) return symbol + after;
  const isLast = at === last;
  const isFirst = at === first;
  if (merged.has(at) && branched.has(at)) return (isLast ? '┤' : isFirst ? '├' : '┼') + after;
  if (merged.has(at)) return (isLast ? '╯' : isFirst ? '╰' : '┴') + after;
  if (branched.has(at)) return (isLast ? '╮' : isFirst ? '╭' : '┬') + after;
  if (lanes[at] !== undefined) return `│${after}`;
  return (at > first && at <= last ? '─' : ' ') + after;
}

/** Columns as they are drawn: those beyond the last share it. */
function shown(columns: readonly number[]): ReadonlySet<number> {
  return new Set(columns.map((at) => Math.min(at, mostColumns - 1)));
}

/** Whether the lanes that a lane opened are over: it leaves its node, or is at its end. */
function goesOn({ to, phase, opened, cause }: Row): boolean {
  return opened !== undefined || to !== undefined || phase === 'closed' || cause === 'cancel' || cause === 'join';
}

function symbolOf({ cause, phase, to }: Row): string {
  if (phase === 'failed' || cause === 'fail' || cause === 'attempt') return '✗';
  if (phase === 'closed') return '◉';
  return to === undefined && cause !== 'start' ? '○' : '●';
}
