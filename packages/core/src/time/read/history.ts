import type { Row } from '../../advance/state/row.ts';
import { loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { checkpointOf, type Checkpoint } from './checkpoint.ts';
import { boundsIn, mustBePart, type HistoryPart } from './history-part.ts';
import { bare, loadAt } from './part-of-log.ts';
import { recordOf } from '../../store/records.ts';

/** A thread's checkpoints, oldest first, a part of them where that is asked for; needs no graph. */
export async function historyOf(
  store: Store,
  thread: string,
  part: HistoryPart = {},
  reading: Reading = bare,
): Promise<readonly Row[]> {
  return historyIn(store, await recordOf(store, thread), part, reading);
}

/** The same of a thread whose record was read. */
export async function historyIn(
  store: Store,
  { id, head }: Pick<ThreadRecord, 'id' | 'head'>,
  part: HistoryPart,
  reading: Reading,
): Promise<readonly Row[]> {
  mustBePart(part);
  const { from: _from, to: _to, limit, ...rest } = part;
  return loadRows(store, id, reading, {
    ...rest,
    ...boundsIn(head, part),
    ...(Number.isFinite(limit) && { limit: limit as number }),
  });
}

/** Every lane of a thread, its node and its state, as they were at a checkpoint, the newest by default; needs no graph. */
export async function checkpointAt(
  store: Store,
  thread: string,
  seq = -1,
  reading: Reading = bare,
): Promise<Checkpoint> {
  return checkpointIn(store, await recordOf(store, thread), seq, reading);
}

/** The same of a thread whose record was read. */
export async function checkpointIn(
  store: Store,
  record: Pick<ThreadRecord, 'id' | 'head'>,
  seq: number,
  reading: Reading,
): Promise<Checkpoint> {
  return checkpointOf((await loadAt(store, record, reading, seq)).snapshot);
}
