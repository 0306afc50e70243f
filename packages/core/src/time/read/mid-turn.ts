import type { Row } from '../../advance/state/row.ts';
import { emptySnapshot, type Snapshot } from '../../advance/state/snapshot.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import type { Upkeep } from '../../store/text/upkeep.ts';
import { dueAfter } from './due-lanes.ts';
import { isInput } from './recorded-input.ts';
import { loadAt, seqIn, seqOf } from './part-of-log.ts';

/** A checkpoint from which a thread can go on. */
export interface GoingOn {
  readonly seq: number;
  readonly snapshot: Snapshot;
  /** How the log stands there. */
  readonly upkeep: Upkeep;
  /** Lanes that were in the middle of something, in the order they go on; empty where nothing was left to do then. */
  readonly due: readonly string[];
}

/**
 * From where a thread goes on when it is taken back to a checkpoint; a problem `checkpoint/not-found` where there is none.
 *
 * One input may lead to many checkpoints, and in the middle of them lanes are about to go on. While a failure is being
 * handled, what is about to happen is in no state: then it is the checkpoint at which that was done.
 */
export async function goingOnFrom(
  store: Store,
  record: Pick<ThreadRecord, 'id' | 'head'>,
  reading: Reading,
  seq: number,
): Promise<GoingOn> {
  const { id, head } = record;
  const start = seqIn(head, seq);
  // A number that counts back beyond the first is named as it was given.
  if (start < 1) await seqOf(store, record, seq);
  for (let at = start; ; at += 1) {
    const { snapshot, upkeep } = await loadAt(store, record, reading, at);
    const [row, next] = (await loadRows(store, id, reading, { from: at, to: Math.min(at + 1, head) })) as [Row, Row?];
    if (next === undefined) return { seq: at, snapshot, upkeep, due: [] };
    if (isBeingHandled(row, next)) continue;
    if (isInput(next)) return { seq: at, snapshot, upkeep, due: await dueToFork(store, id, reading, next) };
    const rows = await loadRows(store, id, reading, { from: row.turn, to: at });
    return { seq: at, snapshot, upkeep, due: dueAfter(rows, await stateToFollow(store, id, reading, rows[0] ?? row)) };
  }
}

/** The state before the first row of a turn; after it, where that does not follow from the rows. */
async function stateToFollow(store: Store, thread: string, reading: Reading, { cause, seq }: Row): Promise<Snapshot> {
  const before = cause === 'rewind' ? seq : seq - 1;
  return before === 0 ? emptySnapshot(thread) : (await load(store, thread, reading, before)).snapshot;
}

/**
 * What was due at a checkpoint after which an input follows: nothing, unless that is the fork that the thread began as, which
 * names what it went on with. What the state was brought over by comes before it.
 */
async function dueToFork(store: Store, thread: string, reading: Reading, next: Row): Promise<readonly string[]> {
  let row: Row | undefined = next;
  while (row?.cause === 'migrate')
    [row] = await loadRows(store, thread, reading, { from: row.seq + 1, to: row.seq + 1 });
  return (row?.cause === 'fork' && row.note?.due) || [];
}

/** Whether a failure was about to be handled, updates that a reducer refused to be kept, or more lanes to be resumed. */
function isBeingHandled(row: Row, next: Row): boolean {
  if (row.cause === 'attempt' && row.phase === 'passing') return true;
  if (row.cause === 'fail' && handles.has(next.cause) && next.label === undefined) return true;
  if (row.cause === 'resume' && next.cause === 'resume') return row.turn === next.turn;
  if (next.lane !== row.lane) return false;
  const code = next.note?.failure?.code;
  const isUndecided = code === 'transition/no-case' || code === 'limit/exceeded';
  // Nothing else that passes on changes anything: these are updates that a reducer refused before, and may refuse again.
  const takesUpUnreduced = goesOn.has(row.cause) && next.cause === 'pass' && next.changes !== undefined;
  return isUndecided || next.note?.unreduced !== undefined || takesUpUnreduced;
}

const handles: ReadonlySet<Row['cause']> = new Set(['error', 'attempt', 'fail']);

const goesOn: ReadonlySet<Row['cause']> = new Set(['resume', 'begin']);
