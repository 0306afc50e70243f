import { contestants, type Contestant } from './case.ts';
import type { Spread, Verdict } from './judge.ts';
import type { Reported } from './report.ts';

const titles: Readonly<Record<Contestant, string>> = {
  raw: 'raw SQLite',
  xstate: 'XState',
  langgraph: 'LangGraph.js',
  delta: 'its delta channel',
  cairn: 'Cairn',
};

/** The columns of numbers. */
const isNumber = (column: number): boolean => column >= 2 && column <= contestants.length + 2;

const headings = ['case', 'unit', ...contestants.map((each) => titles[each]), 'ratio', 'goal', 'met'];

/** The report as rows of cells: one a goal, the first of a line with its numbers. */
function cellsOf(lines: readonly Reported[]): readonly (readonly string[])[] {
  return lines.flatMap(({ title, unit, values, verdicts }) => {
    const first = [title, unit, ...contestants.map((each) => short(values[each]))];
    const blank = first.map(() => '');
    const goals = verdicts.length === 0 ? [['', '', '']] : verdicts.map(goalCells);
    return goals.map((cells, index) => [...(index === 0 ? first : blank), ...cells]);
  });
}

function goalCells({ says, value, met }: Verdict): string[] {
  return [ranged(value), says, met === undefined ? 'not run' : met ? 'yes' : 'NO'];
}

/** The report as a table of plain text. */
export function plainTable(lines: readonly Reported[]): string {
  const rows = [headings, ...cellsOf(lines)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lay = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lay(headings), rule, ...rows.slice(1).map(lay)].join('\n');
}

/** The report as a table of markdown. */
export function markdownTable(lines: readonly Reported[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, column) => (isNumber(column) ? '---:' : '---'));
  return [row(headings), row(rule), ...cellsOf(lines).map(row)].join('\n');
}

function short(value: Spread | undefined): string {
  return value === undefined ? '' : rounded(value.median);
}

function ranged(value: Spread | undefined): string {
  if (value === undefined) return '';
  if (value.low === value.high) return rounded(value.median);
  return `${rounded(value.median)} (${rounded(value.low)} – ${rounded(value.high)})`;
}

/** Three digits, as many as these numbers carry. */
function rounded(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
