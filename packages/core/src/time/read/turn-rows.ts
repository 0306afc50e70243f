import type { Row } from '../../advance/state/row.ts';
import { emptySnapshot, type Snapshot } from '../../advance/state/snapshot.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store } from '../../store/store.ts';
import { isInput } from './recorded-input.ts';

/**
 * A row with those it follows from, oldest first: the first came from outside and led to all of them. Lanes that were
 * resumed one after the other count as resumed at once.
 */
export async function turnRows(store: Store, thread: string, reading: Reading, last: Row): Promise<readonly Row[]> {
  const rows = [last];
  for (let row = last; !isInput(row, await stateBefore(store, thread, reading, row));) {
    const [earlier] = await loadRows(store, thread, reading, { from: row.seq - 1, to: row.seq - 1 });
    if (earlier === undefined) break;
    row = earlier;
    rows.unshift(row);
  }
  while (rows[0]?.cause === 'resume') {
    const before = rows[0].seq - 1;
    const [earlier] = await loadRows(store, thread, reading, { from: before, to: before });
    if (earlier?.cause !== 'resume') break;
    rows.unshift(earlier);
  }
  return rows;
}

/** The state before a row, where it takes that to tell where the row came from. */
async function stateBefore(store: Store, thread: string, reading: Reading, { cause, seq }: Row): Promise<Snapshot> {
  if (seq === 1 || (cause !== 'done' && cause !== 'attempt')) return emptySnapshot(thread);
  return (await load(store, thread, reading, seq - 1)).snapshot;
}
