import type { Row } from '../advance/row.ts';
import type { Snapshot } from '../advance/snapshot.ts';
import { load, loadRows, type Reading } from '../store/load.ts';
import type { Store, ThreadRecord } from '../store/store.ts';
import { isInput } from './recorded-input.ts';
import { turnRows } from './turn-rows.ts';

/** A checkpoint from which a thread can go on. */
export interface GoingOn {
  readonly seq: number;
  readonly snapshot: Snapshot;
  /** Lanes that were in the middle of something, in the order they go on; empty where nothing was left to do then. */
  readonly due: readonly string[];
}

/**
 * From where a thread goes on when it is taken back to a checkpoint.
 *
 * One input may lead to many checkpoints, and in the middle of them lanes are about to go on. While a failure is being
 * handled, what is about to happen is in no state: then it is the checkpoint at which that was done.
 */
export async function goingOnFrom(
  store: Store,
  { id, head }: Pick<ThreadRecord, 'id' | 'head'>,
  reading: Reading,
  seq: number,
): Promise<GoingOn> {
  for (let at = seq; ; at += 1) {
    const { snapshot } = await load(store, id, reading, at);
    const [row, next] = (await loadRows(store, id, reading, { from: at, to: Math.min(at + 1, head) })) as [Row, Row?];
    if (next === undefined || isInput(next, snapshot)) return { seq: at, snapshot, due: [] };
    if (isBeingHandled(row, next)) continue;
    return { seq: at, snapshot, due: dueAfter(await turnRows(store, id, reading, row), snapshot) };
  }
}

/** Whether a failure was about to be handled, or updates that a reducer refused were about to be kept. */
function isBeingHandled(row: Row, next: Row): boolean {
  if (row.cause === 'attempt' && row.phase === 'passing') return true;
  if (row.cause === 'fail' && handles.has(next.cause)) return true;
  if (next.lane !== row.lane) return false;
  const isUndecided =
    next.note?.failure?.code === 'transition/no-case' || next.note?.failure?.code === 'limit/exceeded';
  return isUndecided || next.note?.unreduced !== undefined || takesUpUnreduced(row, next);
}

const handles: ReadonlySet<Row['cause']> = new Set(['error', 'attempt', 'fail']);

function takesUpUnreduced({ cause }: Row, next: Row): boolean {
  if (cause !== 'resume' && cause !== 'begin') return false;
  return Object.values(next.changes ?? {}).some((change) => 'reduce' in change);
}

/** The lanes that may be about to go on after these rows, those first that were touched first. */
function dueAfter(rows: readonly Row[], { lanes }: Snapshot): readonly string[] {
  const touched = rows.flatMap(({ lane, cause, opened }) => {
    const parent = cause === 'fail' ? lanes.get(lane)?.parent : undefined;
    return [...(opened?.lanes ?? []).map(({ path }) => path), lane, ...(parent === undefined ? [] : [parent])];
  });
  return touched.filter((path, index) => touched.lastIndexOf(path) === index && lanes.get(path) !== undefined);
}
