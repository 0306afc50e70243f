import { foldRow } from '../../advance/state/fold.ts';
import { draftOf } from '../../advance/state/snapshot.ts';
import { tellsByEdits, wholeRow } from '../../advance/state/whole-row.ts';
import { encode } from '../../base/value/encode.ts';
import { load, loadRows } from '../../store/load.ts';
import type { Store, StoredRow, ThreadRecord } from '../../store/store.ts';
import { isJump } from '../read/jumps.ts';
import { bare } from '../read/part-of-log.ts';

/** Whether a row tells a text by an edit, so that what it says stands in no row. */
export function editsText({ changes }: StoredRow): boolean {
  return changes !== null && /"splice":\[\d+,\d+,"/u.test(changes);
}

/** How many rows are read at a time. */
const pageSize = 500;

/** What rows from `first` on that tell by edits changed, whole, as texts; oldest first. */
export async function* textsInTime(
  store: Store,
  { id }: Pick<ThreadRecord, 'id'>,
  first: number,
): AsyncGenerator<{ readonly seq: number; readonly text: string }, void, undefined> {
  let draft = draftOf((await load(store, id, bare, first - 1)).snapshot);
  for (let from = first; ; from += pageSize) {
    const rows = await loadRows(store, id, bare, { from, limit: pageSize });
    for (const row of rows) {
      if (isJump(row)) draft = draftOf((await load(store, id, bare, row.seq)).snapshot);
      else {
        if (tellsByEdits(row)) yield { seq: row.seq, text: encode(wholeRow(row, draft).changes ?? {}) };
        foldRow(draft, row);
      }
    }
    if (rows.length < pageSize) return;
  }
}
