import type { Span } from '@cairn/core/store';
import { lastSeq } from '../sums/row-id.ts';
import type { LineRow, Statements } from './statements.ts';

/** A part of what a thread can read: rows of its own, or of a thread that it shares its past with. */
export interface Part {
  readonly number: number;
  readonly span: Span;
  /** From where on it is known to be whole: a fork of a thread whose history was cut has no more of it than that thread had. */
  readonly whole: number;
}

/** The columns that {@link partsOf} needs. */
export type LineOf = Omit<LineRow, 'hidden'>;

/** What a thread can read, newest first: from its floor on, its own rows and those of its line. */
export function* partsOf(statements: Statements, line: LineOf): Generator<Part, void, undefined> {
  let to = lastSeq;
  for (let at: LineOf | undefined = line; at !== undefined && line.floor <= to;) {
    // One that says what it was forked from, and shares nothing, was imported: its past is its own.
    const shared = at.origin === null ? 0 : (at.origin_seq ?? 0);
    const from = Math.max(line.floor, shared + 1);
    if (from <= to) yield { number: at.number, span: { from, to }, whole: Math.max(from, at.floor) };
    to = Math.min(to, shared);
    at = at.origin === null ? undefined : statements.lineOf.get(at.origin);
  }
}
