import type { Row } from '../../advance/state/row.ts';
import { flag, mustFit, number } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import { loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/store.ts';
import { checkpointOf, type Checkpoint } from './checkpoint.ts';
import { bare, loadAt, seqIn } from './part-of-log.ts';
import { recordOf } from '../../store/records.ts';

/** Which checkpoints of a thread to read. */
export interface HistoryPart {
  /** The first, 1 by default; negative numbers count from the newest, which is -1. */
  readonly from?: number;
  /** The last, the newest by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

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
  mustFit('part', part, { from: number, to: number, limit: number, newestFirst: flag });
  const { from, to, limit, ...rest } = part;
  if (limit !== undefined && limit !== Infinity) mustBeWhole('limit', limit, 0);
  if (from !== undefined) mustBeWhole('from', from);
  if (to !== undefined && to !== Infinity) mustBeWhole('to', to);
  const bounds = {
    ...(from !== undefined && { from: seqIn(head, from) }),
    ...(to !== undefined && { to: seqIn(head, to) }),
  };
  return loadRows(store, id, reading, {
    ...rest,
    ...bounds,
    ...(Number.isFinite(limit) && { limit: limit as number }),
  });
}

/** Refuses what names no place: a fraction, or fewer than none. */
function mustBeWhole(path: string, found: number, least = -Infinity): void {
  if (Number.isSafeInteger(found) && found >= least) return;
  const message = `Expected a whole number${least === 0 ? ' from 0 on' : ''}, found ${String(found)}.`;
  throw problem('value/invalid', { path, issues: [{ path, message }] });
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
