/**
 * A thread's lanes beside its checkpoints, as git draws branches: one column a lane.
 *
 * 1. A row is drawn at its lane's column, and the lanes that it opens branch off to the right of what is there.
 * 2. A lane is drawn until the lane that opened it goes on.
 */

import type { Row } from '@cairn/core';
import { LaneColumns } from './columns.ts';

/** What is drawn beside one row. Columns are counted from the left, from 0. */
export interface LogLine {
  /** The column of the row's lane. */
  readonly column: number;
  /** The lanes in their columns, before the row; undefined where a column is free, no more of them than were asked for. */
  readonly lanes: readonly (string | undefined)[];
  /** The columns of lanes that end here, in the row's own. */
  readonly merged: readonly number[];
  /** The columns of lanes that begin here, from the row's own, and which lanes these are. */
  readonly branched: ReadonlyMap<number, string>;
  /** How many lanes there are after the row. */
  readonly count: number;
  /** What came of it: its lane went on, is at its end, stays where it is, or something failed. */
  readonly sign: 'moved' | 'ended' | 'stayed' | 'failed';
}

/** What of a row is drawn. */
export type LoggedRow = Pick<Row, 'lane' | 'cause' | 'phase' | 'to' | 'opened'>;

/** Draws lanes line by line, oldest first. */
export class LogLanes {
  readonly #columns = new LaneColumns();
  readonly #most: number;

  /** Begins with the lanes that are there before the first row; of `most` columns it is told which lanes have them. */
  constructor(lanes: readonly string[] = [''], most: number = Infinity) {
    this.#columns.reset(lanes);
    this.#most = most;
  }

  /** Goes on with these lanes: a thread was sent back. */
  reset(lanes: readonly string[]): void {
    this.#columns.reset(lanes);
  }

  /** What is drawn beside the next row. */
  draw(row: LoggedRow): LogLine {
    const columns = this.#columns;
    const column = columns.place(row.lane);
    const lanes = columns.first(Math.min(this.#most, columns.count));
    const merged = goesOn(row) ? columns.close(row.lane) : [];
    const branched = new Map(
      (row.opened?.lanes ?? []).map(({ path }) => [columns.place(path, row.lane), path] as const),
    );
    const line = { column, lanes, merged, branched, count: columns.used, sign: signOf(row) };
    columns.trim();
    return line;
  }
}

/** Whether the lanes that a lane opened are over: it leaves its node, or is at its end. */
function goesOn({ to, phase, opened, cause }: LoggedRow): boolean {
  return opened !== undefined || to !== undefined || phase === 'closed' || cause === 'cancel' || cause === 'join';
}

function signOf({ cause, phase, to }: LoggedRow): LogLine['sign'] {
  if (phase === 'failed' || cause === 'fail' || cause === 'attempt') return 'failed';
  if (phase === 'closed') return 'ended';
  return to === undefined && cause !== 'start' ? 'stayed' : 'moved';
}
