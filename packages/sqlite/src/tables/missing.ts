import type { Span } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { partsOf } from './parts-of.ts';
import { rowId, seqOf } from '../sums/row-id.ts';
import type { KeptRow } from '../sums/sound.ts';
import type { LineRow, Statements } from './statements.ts';

/*
 * Checkpoints that should be there and are not: a page that a disk lost, or wrote elsewhere, takes rows away without a trace in
 * those that are left. A thread has every checkpoint from its floor to the one that its record says it reached, and none is
 * missing before one that is there.
 */

/** How rows were asked for. */
export interface Asked {
  readonly newestFirst: boolean;
  /** Whether there may be more that were not asked for. */
  readonly isCut: boolean;
}

/** The first rows that should have been found: those that are `known` to be there, and those between two that were found. */
export function missingOf(
  rows: readonly KeptRow[],
  known: Span | undefined,
  { newestFirst, isCut }: Asked,
): Span | undefined {
  const [first, last] = newestFirst ? [rows.at(-1), rows[0]] : [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return isCut ? undefined : known;
  const [from, to] = [seqOf(first[0]), seqOf(last[0])];
  if (known !== undefined && from > known.from && !(newestFirst && isCut)) return { from: known.from, to: from - 1 };
  if (known !== undefined && to < known.to && (newestFirst || !isCut)) return { from: to + 1, to: known.to };
  return to - from + 1 === rows.length ? undefined : gapIn(newestFirst ? rows.toReversed() : rows);
}

/** The first gap between rows that are in order. */
function gapIn(rows: readonly KeptRow[]): Span | undefined {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before !== undefined && seqOf(row[0]) !== seqOf(before[0]) + 1) {
      return { from: seqOf(before[0]) + 1, to: seqOf(row[0]) - 1 };
    }
  }
  return undefined;
}

/** The first checkpoints that are missing of what a thread can read. */
export function missingInLine(db: Database, statements: Statements, line: LineRow): Span | undefined {
  const [counted, lastBefore, firstAfter] = [countIn, beforeGap, afterGap].map((text) =>
    db.prepare<[number, number], number>(text).pluck(),
  );
  const ends = db.prepare<[number, number], [number | null, number | null]>(endsOf).raw();
  for (const { number, span, whole } of [...partsOf(statements, line)].toReversed()) {
    const all = [rowId(number, span.from), rowId(number, span.to)] as const;
    const [first, last] = ends.get(...all) ?? [null, null];
    const to = number === line.number ? line.reached : span.to;
    if (first === null || last === null) {
      if (whole <= to) return { from: whole, to };
      continue;
    }
    if (seqOf(first) > whole) return { from: whole, to: seqOf(first) - 1 };
    if (seqOf(last) < to) return { from: seqOf(last) + 1, to };
    if (counted?.get(first, last) === last - first + 1) continue;
    const before = lastBefore?.get(first, last) ?? first;
    return { from: seqOf(before) + 1, to: seqOf(firstAfter?.get(before + 1, last) ?? last) - 1 };
  }
  return undefined;
}

const endsOf = 'SELECT min(id), max(id) FROM checkpoint WHERE id BETWEEN ? AND ?';
const countIn = 'SELECT count(*) FROM checkpoint WHERE id BETWEEN ? AND ?';
const beforeGap = `SELECT id FROM checkpoint AS each WHERE id BETWEEN ? AND ?
  AND NOT EXISTS (SELECT 1 FROM checkpoint WHERE id = each.id + 1) ORDER BY id LIMIT 1`;
const afterGap = 'SELECT min(id) FROM checkpoint WHERE id BETWEEN ? AND ?';

/** That checkpoints are missing, in words. */
export function missingWords(thread: string, { from, to }: Span): string {
  return from === to
    ? `checkpoint ${from} of "${thread}" is missing`
    : `checkpoints ${from} to ${to} of "${thread}" are missing`;
}
