import { encode } from '../../base/value/encode.ts';
import type { Store, StoredRow, ThreadRecord } from '../../store/contract/store.ts';
import { folded } from '../read/folded.ts';
import { bare } from '../read/part-of-log.ts';

/** Whether a row tells a text by an edit, so that what it says stands in no row. */
export function editsText({ changes }: StoredRow): boolean {
  return changes !== null && /"splice":\[\d+,\d+,"/u.test(changes);
}

/** What rows from `first` on that tell by edits changed, whole, as texts; oldest first. */
export async function* textsInTime(
  store: Store,
  { id, head }: Pick<ThreadRecord, 'id' | 'head'>,
  first: number,
): AsyncGenerator<{ readonly seq: number; readonly text: string }, void, undefined> {
  for await (const { told } of folded(store, id, bare, { from: first, to: head })) {
    if (told !== undefined) yield { seq: told.seq, text: encode(told.changes ?? {}) };
  }
}
