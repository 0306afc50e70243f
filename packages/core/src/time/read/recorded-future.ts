import { foldRow } from '../../advance/state/fold.ts';
import { wholeRow, type WholeRow } from '../../advance/state/whole-row.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { jumpsOf, lineTo } from './jumps.ts';
import { isInput } from './recorded-input.ts';

/** A row as it was recorded, its changes whole, and which visit of which node it was of. */
export interface RecordedRow {
  readonly row: WholeRow;
  readonly node: string;
  readonly visit: number;
  /** The attempt that ran or was next. */
  readonly attempt: number;
  /** Whether it came from outside, and did not follow from the rows before it. */
  readonly isInput: boolean;
}

/**
 * What followed a checkpoint, up to another at most: what a rewind left behind is left out, and so is what came after the
 * thread was sent back to before the checkpoint.
 */
export async function recordedAfter(
  store: Store,
  record: ThreadRecord,
  reading: Reading,
  seq: number,
  until: number,
): Promise<readonly RecordedRow[]> {
  const jumps = await jumpsOf(store, record);
  const leaving = jumps.find((jump) => jump.seq > seq && jump.at !== undefined && jump.at < seq);
  const end = Math.min(until, record.head, (leaving?.seq ?? Infinity) - 1);
  const collecting = new Collecting((await load(store, record.id, reading, seq)).snapshot);
  for (const span of lineTo(jumps, end)) {
    const from = Math.max(span.from, seq + 1);
    if (from > span.to) continue;
    for (const row of await loadRows(store, record.id, reading, { from, to: span.to })) {
      if (row.cause === 'rewind' || (row.cause === 'migrate' && row.to === undefined)) {
        collecting.jump((await load(store, record.id, reading, row.seq)).snapshot);
      } else collecting.take(row);
    }
  }
  return collecting.rows;
}

class Collecting {
  readonly rows: RecordedRow[] = [];
  #draft: Draft;

  constructor(snapshot: Snapshot) {
    this.#draft = draftOf(snapshot);
  }

  jump(snapshot: Snapshot): void {
    this.#draft = draftOf(snapshot);
  }

  take(row: Row): void {
    const { node = row.from, visits = {}, attempt = 1 } = this.#draft.lanes.get(row.lane) ?? {};
    const comes = row.cause !== 'migrate' && isInput(row);
    this.rows.push({ row: wholeRow(row, this.#draft), node, visit: visits[node] ?? 1, attempt, isInput: comes });
    foldRow(this.#draft, row);
  }
}
