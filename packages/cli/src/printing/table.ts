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

/** The narrowest that a column is cut to, and one of ids or paths: less of them says nothing. */
const narrowest = 8;
const narrowestPath = 16;

const gap = '  ';

interface Filled<Entry> {
  readonly column: Column<Entry>;
  readonly cells: readonly string[];
}

/**
 * Writes entries as aligned columns, cut to the terminal's width; columns in which nothing stands are left out. Where even the
 * narrowest columns are wider than the terminal, each entry is a block, with a line for each of its values.
 */
export function writeTable<Entry>(output: Output, entries: readonly Entry[], columns: readonly Column<Entry>[]): void {
  const filled = columns
    .map((column) => ({ column, cells: entries.map((entry) => oneLine(column.of(entry))) }))
    .filter(({ column, cells }) => column.stays === true || cells.some((cell) => cell !== ''));
  const widths = fit(filled, output.width);
  if (widths === undefined) writeBlocks(output, entries, filled);
  else writeRows(output, entries, filled, widths);
}

function writeRows<Entry>(
  output: Output,
  entries: readonly Entry[],
  filled: readonly Filled<Entry>[],
  widths: readonly number[],
): void {
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

/** An id is whole, however long: it is there to be copied. */
function writeBlocks<Entry>(output: Output, entries: readonly Entry[], filled: readonly Filled<Entry>[]): void {
  const indent = widest(filled.map(({ column }) => column.title)) + gap.length;
  for (const [at, entry] of entries.entries()) {
    if (at > 0) output.line();
    for (const { column, cells } of filled) {
      const cell = cells[at] ?? '';
      if (cell === '' && column.stays !== true) continue;
      const text = column.isPath === true ? cell : cut(cell, Math.max(narrowest, output.width - indent));
      const line = fill(output.paint('dim', column.title), indent) + paint(output, column.style?.(entry), text);
      output.line(line.trimEnd());
    }
  }
}

function paint(output: Output, style: Style | undefined, text: string): string {
  return style === undefined ? text : output.paint(style, text);
}

function widest(texts: readonly string[], least = 0): number {
  return texts.reduce((width, text) => Math.max(width, widthOf(text)), least);
}

/**
 * The widths that fit, so that no line is wider than the terminal: what may be cut is cut first, then what can be, then the
 * titles over numbers, of which each digit counts. Undefined where none do.
 */
function fit<Entry>(filled: readonly Filled<Entry>[], total: number): readonly number[] | undefined {
  const least = ({ column: { isPath }, cells }: Filled<Entry>, may: boolean): number =>
    may ? (isPath === true ? narrowestPath : narrowest) : widest(cells);
  const wanted = filled.map(({ column, cells }) => widest(cells, widthOf(column.title)));
  const passes: readonly ((column: Column<Entry>) => boolean)[] = [
    ({ elastic }) => elastic === true,
    ({ right }) => right !== true,
    () => true,
  ];
  let widths: readonly number[] = wanted;
  for (const may of passes) {
    widths = narrowed(
      widths,
      filled.map((each, index) => (may(each.column) ? least(each, each.column.right !== true) : (wanted[index] ?? 0))),
      total,
    );
  }
  return used(widths) > total ? undefined : widths;
}

function used(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
}

/** The widest of those that are wider than their least is cut first, down to the next widest of them. */
function narrowed(given: readonly number[], least: readonly number[], total: number): readonly number[] {
  const widths = [...given];
  const width = (index: number): number => widths[index] ?? 0;
  for (let over = used(widths) - total; over > 0; over = used(widths) - total) {
    const [first, second] = widths
      .map((_, index) => index)
      .filter((index) => width(index) > (least[index] ?? 0))
      .toSorted((a, b) => width(b) - width(a));
    if (first === undefined) break;
    const next = second === undefined ? 0 : width(second) < width(first) ? width(second) : width(first) - 1;
    widths[first] = Math.max(least[first] ?? 0, width(first) - over, next);
  }
  return widths;
}
