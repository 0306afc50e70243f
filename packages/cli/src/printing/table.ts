import type { Output, Style } from './output.ts';
import { oneLine } from './harmless.ts';
import { cut, cutMiddle, fill, widthOf } from './text-width.ts';

/** One column of a table. */
export interface Column<Entry> {
  readonly title: string;
  readonly of: (entry: Entry) => string;
  readonly style?: (entry: Entry) => Style | undefined;
  /** Numbers stand to the right. */
  readonly right?: true;
  /** Whether it may be cut where the terminal is too narrow; the one that is widest is cut first. */
  readonly elastic?: true;
  /** Whether it is cut in its middle: of a path, where it begins and where it ends say most. */
  readonly isPath?: true;
  /** Whether it is shown even where nothing stands in it. */
  readonly stays?: true;
}

/** The narrowest that a column is cut to. */
const narrowest = 8;

const gap = '  ';

/** Writes entries as aligned columns, cut to the terminal's width; columns in which nothing stands are left out. */
export function writeTable<Entry>(output: Output, entries: readonly Entry[], columns: readonly Column<Entry>[]): void {
  const filled = columns
    .map((column) => ({ column, cells: entries.map((entry) => oneLine(column.of(entry))) }))
    .filter(({ column, cells }) => column.stays === true || cells.some((cell) => cell !== ''));
  const widths = fit(
    filled.map(({ column, cells }) => ({
      width: Math.max(widthOf(column.title), ...cells.map(widthOf)),
      elastic: column.elastic === true,
      // Of a number each digit counts.
      firm: column.right === true,
    })),
    output.width,
  );
  const row = (cells: readonly string[], style: (index: number) => Style | undefined): string =>
    cells
      .map((cell, index) => {
        const text = (filled[index]?.column.isPath === true ? cutMiddle : cut)(cell, widths[index] ?? 0);
        const painted = paint(output, style(index), text);
        const isLast = index === cells.length - 1 && filled[index]?.column.right !== true;
        return isLast ? painted : fill(painted, widths[index] ?? 0, filled[index]?.column.right);
      })
      .join(gap)
      .trimEnd();
  output.line(
    row(
      filled.map(({ column }) => column.title),
      () => 'dim',
    ),
  );
  for (const [at, entry] of entries.entries()) {
    output.line(
      row(
        filled.map(({ cells }) => cells[at] ?? ''),
        (index) => filled[index]?.column.style?.(entry),
      ),
    );
  }
}

function paint(output: Output, style: Style | undefined, text: string): string {
  return style === undefined ? text : output.paint(style, text);
}

interface Fitted {
  readonly width: number;
  readonly elastic: boolean;
  readonly firm: boolean;
}

/** The widths that fit: what may be cut is cut first, then what can be, so that no line is wider than the terminal. */
function fit(columns: readonly Fitted[], total: number): readonly number[] {
  const all = columns.map(({ firm }) => ({ elastic: !firm }));
  return narrowed(
    all,
    narrowed(
      columns,
      columns.map(({ width }) => width),
      total,
    ),
    total,
  );
}

function narrowed(
  columns: readonly Pick<Fitted, 'elastic'>[],
  given: readonly number[],
  total: number,
): readonly number[] {
  const widths = [...given];
  const used = (): number => widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
  while (used() > total) {
    let widest = -1;
    for (const [index, { elastic }] of columns.entries()) {
      if (elastic && (widths[index] ?? 0) > (widths[widest] ?? narrowest)) widest = index;
    }
    if (widest === -1) break;
    widths[widest] = Math.max(
      narrowest,
      (widths[widest] ?? 0) - (used() - total),
      secondWidest(columns, widths, widest),
    );
  }
  return widths;
}

/** How wide the next widest elastic column is: both are cut from there on. */
function secondWidest(columns: readonly { elastic: boolean }[], widths: readonly number[], widest: number): number {
  const others = widths.filter((_, index) => index !== widest && columns[index]?.elastic === true);
  const next = Math.max(0, ...others);
  return next >= (widths[widest] ?? 0) ? (widths[widest] ?? 0) - 1 : next;
}
