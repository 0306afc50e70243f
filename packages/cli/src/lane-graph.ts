/**
 * A thread's lanes drawn beside its checkpoints, as git draws branches: one column a lane.
 *
 * 1. A row is drawn at its lane's column, and the lanes that it opens branch off to the right of what is there.
 * 2. A lane is drawn until the lane that opened it goes on.
 */

import type { Row } from '@cairn/core';

/** What is drawn of one column in one line; `lane` says whose colour it has. */
export interface Cell {
  readonly text: string;
  readonly lane: string;
}

/** So many columns are drawn; further lanes share the last. */
const mostColumns = 12;

/** Draws lanes line by line. */
export class LaneGraph {
  /** The lanes in their columns; undefined where a column is free. */
  #columns: (string | undefined)[] = [''];

  /** Begins with the lanes that are there before the first row. */
  constructor(lanes: Iterable<string> = ['']) {
    this.reset(lanes);
  }

  /** Goes on with these lanes: a thread was sent back. */
  reset(lanes: Iterable<string>): void {
    this.#columns = [...lanes];
    if (!this.#columns.includes('')) this.#columns.unshift('');
  }

  /** How many columns the lanes take now. */
  get columns(): number {
    return Math.min(this.#columns.length, mostColumns);
  }

  /** The cells of a row; two characters a column. */
  draw(row: Row): readonly Cell[] {
    this.#place(row.lane);
    const closing = goesOn(row) ? this.#below(row.lane) : [];
    const merged = this.#spanOf(closing);
    if (goesOn(row)) for (const lane of closing) this.#free(lane);
    const opened = row.opened?.lanes.map(({ path }) => path) ?? [];
    const before = new Set(this.#columns.map((lane, at) => (lane === undefined ? -1 : at)));
    for (const lane of opened) this.#place(lane);
    const own = this.#columns.indexOf(row.lane);
    const branched = this.#spanOf(opened);
    const cells: Cell[] = [];
    const last = Math.max(own, ...merged, ...branched);
    const width = Math.min(mostColumns, Math.max(this.#columns.length, last + 1));
    for (let at = 0; at < width; at += 1) {
      cells.push({
        text: this.#cell(at, { own, merged, branched, last, before }, symbolOf(row)),
        lane: this.#columns[at] ?? row.lane,
      });
    }
    this.#trim();
    return cells;
  }

  #cell(at: number, { own, merged, branched, last, before }: Drawing, symbol: string): string {
    const isCrossed = at > own && at <= last;
    const after = at >= own && at < last ? '─' : ' ';
    if (at === Math.min(own, mostColumns - 1)) return symbol + after;
    const isLast = at === last;
    if (merged.includes(at) && branched.includes(at)) return (isLast ? '┤' : '┼') + after;
    if (merged.includes(at)) return (isLast ? '╯' : '┴') + after;
    if (branched.includes(at)) return (isLast ? '╮' : '┬') + after;
    if (this.#columns[at] !== undefined && before.has(at)) return (isCrossed ? '│' : '│') + after;
    return (isCrossed ? '─' : ' ') + after;
  }

  #spanOf(lanes: readonly string[]): readonly number[] {
    return lanes.map((lane) => Math.min(this.#columns.indexOf(lane), mostColumns - 1)).filter((at) => at >= 0);
  }

  #below(lane: string): readonly string[] {
    const start = lane === '' ? '' : `${lane}/`;
    return this.#columns.filter(
      (each): each is string => each !== undefined && each !== lane && each.startsWith(start),
    );
  }

  #place(lane: string): void {
    if (this.#columns.includes(lane)) return;
    const free = this.#columns.indexOf(undefined);
    if (free === -1) this.#columns.push(lane);
    else this.#columns[free] = lane;
  }

  #free(lane: string): void {
    const at = this.#columns.indexOf(lane);
    if (at > 0) this.#columns[at] = undefined;
  }

  #trim(): void {
    while (this.#columns.length > 1 && this.#columns.at(-1) === undefined) this.#columns.pop();
  }
}

interface Drawing {
  readonly own: number;
  readonly merged: readonly number[];
  readonly branched: readonly number[];
  readonly last: number;
  /** The columns that were taken before lanes were opened. */
  readonly before: ReadonlySet<number>;
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
