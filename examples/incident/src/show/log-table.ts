import type { Row } from '@cairn/core';
import { paint, wrapped } from './paint.ts';
import { detailOf, laneName, moveOf } from './wording.ts';

const titles = ['seq', 'sec', 'lane', 'node', 'cause', 'what'];

/** Prints a thread's log as a table; `pickedUpAt` is the checkpoint from which this process went on. */
export function showTable(rows: readonly Row[], pickedUpAt: number | undefined): void {
  const began = rows[0]?.time ?? 0;
  const cells = rows.map((row) => cellsOf(row, began));
  const widths = titles.map((_, column) => Math.max(...[titles, ...cells].map((line) => line[column]?.length ?? 0)));
  console.log(paint('dim', lineOf(titles, widths)));
  for (const [index, row] of rows.entries()) {
    console.log(lineOf(cells[index] ?? [], widths));
    if (row.seq === pickedUpAt) console.log(paint('yellow', '       One process ended here, and another went on.'));
  }
}

function cellsOf(row: Row, began: number): string[] {
  const changes = Object.keys(row.changes ?? {}).map((key) => `+${key}`);
  const what = [detailOf(row), ...changes].filter((text) => text !== '').join(' ');
  return [String(row.seq), ((row.time - began) / 1_000).toFixed(3), laneName(row), moveOf(row), row.cause, what];
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((text, column) => {
    const width = widths[column] ?? 0;
    return column < 2 ? text.padStart(width) : text.padEnd(width);
  });
  const last = `  ${padded.slice(0, -1).join('  ')}  `;
  return `${last}${wrapped(cells.at(-1) ?? '', last.length)}`.trimEnd();
}
