/**
 * A thread's states one after the other: each row is read and folded once, whichever way they are walked.
 *
 * 1. The state after a rewind or a migration does not follow from the row before, and is loaded.
 * 2. Where the history is cut meanwhile, the walk goes on at its new beginning.
 */

import { fold, foldRow } from '../../advance/state/fold.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Snapshot } from '../../advance/state/snapshot.ts';
import { tellsByEdits, wholeRow, type WholeRow } from '../../advance/state/whole-row.ts';
import { load, loadRows, loadSince, type Reading } from '../../store/load.ts';
import type { Span } from '../../store/contract/shared-past.ts';
import type { Store } from '../../store/contract/store.ts';
import { isJump } from './jumps.ts';

/** A thread after one of its rows. */
export interface Folded {
  /** The state, until the next is asked for. */
  readonly state: Snapshot;
  /** What the row changed, whole, where it told some of that by edits. */
  readonly told?: WholeRow;
}

/** The same with the row, as it was stored. */
export interface FoldedRow extends Folded {
  readonly row: Row;
}

/** How many rows are read at a time. */
const pageSize = 500;

/** A thread after each of these rows, oldest first. */
export async function* folded(
  store: Store,
  thread: string,
  reading: Reading,
  { from, to }: Span,
): AsyncGenerator<FoldedRow, void, undefined> {
  const stateAt = async (seq: number) => draftOf((await load(store, thread, reading, seq)).snapshot);
  let draft = await stateAt(from - 1);
  for (let next = from; next <= to;) {
    const rows = await loadRows(store, thread, reading, { from: next, to, limit: pageSize });
    for (const row of rows) {
      const follows = !isJump(row) && row.seq === draft.seq + 1;
      const told = follows && tellsByEdits(row) ? wholeRow(row, draft) : undefined;
      if (follows) foldRow(draft, (told as Row | undefined) ?? row);
      else draft = await stateAt(row.seq);
      // What was cut off since it was read has no state any more.
      if (draft.seq === row.seq) yield { state: draft, row, ...(told && { told }) };
    }
    if (rows.length < pageSize) return;
    next = (rows.at(-1) as Row).seq + 1;
  }
}

/** A thread after each of these rows, newest first: from one stored snapshot to the one before it at a time. */
export async function* foldedBack(
  store: Store,
  thread: string,
  reading: Reading,
  { from, to }: Span,
): AsyncGenerator<Folded, void, undefined> {
  for (let last = to; last >= from;) {
    const { start, rows } = await loadSince(store, thread, reading, last);
    // They share all that a row left as it was.
    const states = [start];
    for (const row of rows) states.push(fold(states.at(-1) as Snapshot, [row]));
    if (states.at(-1)?.seq !== last) return;
    for (const state of states.toReversed()) if (state.seq >= from) yield { state };
    last = start.seq - 1;
  }
}
