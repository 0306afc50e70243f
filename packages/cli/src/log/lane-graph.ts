import type { Row } from '@cairn/core';
import { counted } from '@cairn/core/store';
import { LogLanes, type LogLine } from '@cairn/drawing/thread';

/** What is drawn of one column in one line; `lane` says whose colour it has. */
export interface Cell {
  readonly text: string;
  readonly lane: string;
}

/** So many columns are drawn; further lanes share the last, and how many these are is said where that changes. */
const mostColumns = 12;

const signs: Readonly<Record<LogLine['sign'], string>> = { moved: '●', ended: '◉', stayed: '○', failed: '✗' };

/** Draws a thread's lanes in letters, line by line. */
export class LaneGraph {
  readonly #lanes: LogLanes;
  /** How many lanes have no column of their own, as it was said last. */
  #further = 0;

  /** Begins with the lanes that are there before the first row. */
  constructor(lanes: readonly string[] = ['']) {
    this.#lanes = new LogLanes(lanes, mostColumns);
  }

  /** Goes on with these lanes: a thread was sent back. */
  reset(lanes: readonly string[]): void {
    this.#lanes.reset(lanes);
  }

  /** The cells of a row; two characters a column. */
  draw(row: Row): readonly Cell[] {
    const line = this.#lanes.draw(row);
    const own = shown(line.column);
    const merged = new Set(line.merged.map(shown));
    const branched = new Map([...line.branched].map(([at, lane]) => [shown(at), lane] as const));
    const columns = [own, ...merged, ...branched.keys()];
    const [first, last] = [Math.min(...columns), Math.max(...columns)];
    const drawing = { own, merged, branched, first, last, lanes: line.lanes };
    const width = Math.min(mostColumns, Math.max(line.lanes.length, last + 1));
    const cells = Array.from({ length: width }, (_, at): Cell => ({
      text: cellText(at, drawing, signs[line.sign]),
      lane: branched.get(at) ?? line.lanes[at] ?? row.lane,
    }));
    return [...cells, ...this.#furtherLanes(row.lane, line.count)];
  }

  /** Says how many lanes have no column of their own, where that is another number than before. */
  #furtherLanes(lane: string, count: number): readonly Cell[] {
    const further = Math.max(0, count - mostColumns);
    if (further === this.#further) return [];
    this.#further = further;
    return [{ text: further === 0 ? '' : ` +${counted(further, 'lane')}`, lane }];
  }
}

interface Drawing {
  /** The column of the row's lane. */
  readonly own: number;
  readonly merged: ReadonlySet<number>;
  readonly branched: ReadonlyMap<number, string>;
  /** How far to the left and to the right the row reaches. */
  readonly first: number;
  readonly last: number;
  /** The lanes in their columns, before the row. */
  readonly lanes: readonly (string | undefined)[];
}

function cellText(at: number, { own, merged, branched, first, last, lanes }: Drawing, sign: string): string {
  const after = at >= first && at < last ? '─' : ' ';
  if (at === own) return sign + after;
  const isLast = at === last;
  const isFirst = at === first;
  if (merged.has(at) && branched.has(at)) return (isLast ? '┤' : isFirst ? '├' : '┼') + after;
  if (merged.has(at)) return (isLast ? '╯' : isFirst ? '╰' : '┴') + after;
  if (branched.has(at)) return (isLast ? '╮' : isFirst ? '╭' : '┬') + after;
  if (lanes[at] !== undefined) return `│${after}`;
  return (at > first && at <= last ? '─' : ' ') + after;
}

/** Columns as they are drawn: those beyond the last share it. */
function shown(column: number): number {
  return Math.min(column, mostColumns - 1);
}
