import { advanceBy, type Surroundings } from '../../advance/advance.ts';
import { takeOn } from '../../advance/enter.ts';
import { Rests, type Rest } from '../../advance/moves/turn.ts';
import type { Lane } from '../../advance/state/lane.ts';
import type { Row } from '../../advance/state/row.ts';
import { emptySnapshot, mainLane, treeOf, type Snapshot } from '../../advance/state/snapshot.ts';
import { wholeRow, wholeRows } from '../../advance/state/whole-row.ts';
import type { Plan } from '../../compile/plan.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import type { Upkeep } from '../../store/text/upkeep.ts';
import { loadAt, seqIn, seqOf } from '../read/part-of-log.ts';
import { inputsFor, isInput } from '../read/recorded-input.ts';
import { RowQueue } from '../read/row-queue.ts';
import { versionAt } from '../versions/version-at.ts';
import { idAt, pastIdsOf } from './past-ids.ts';
import { retriedIn } from './retried.ts';
import { partThatDiffers } from './same-row.ts';

/** A checkpoint from which a thread can go on. */
export interface GoingOn {
  readonly seq: number;
  readonly snapshot: Snapshot;
  /** How the log stands there. */
  readonly upkeep: Upkeep;
  /** Lanes that were in the middle of something, in the order they go on; empty where nothing was left to do then. */
  readonly due: readonly string[];
}

/** Whose checkpoints are read, and with what. */
export interface GoingBack {
  readonly store: Store;
  readonly record: ThreadRecord;
  readonly reading: Reading;
  /** Today's graph. */
  readonly plan: Plan;
}

/**
 * From where a thread goes on when it is taken back to a checkpoint; a problem `checkpoint/not-found` where there is none.
 *
 * One input may lead to many checkpoints, and in the middle of them lanes are about to go on. While a failure is being
 * handled, what is about to happen is in no state: then it is the checkpoint at which that was done.
 */
export async function goingOnFrom(of: GoingBack, given: number): Promise<GoingOn> {
  const { store, record, reading } = of;
  const { head, id } = record;
  const seq = seqIn(head, given);
  // A number that counts back beyond the first is named as it was given.
  if (seq < 1) await seqOf(store, record, given);
  const then = await loadAt(store, record, reading, seq);
  const [row, next] = (await loadRows(store, id, reading, { from: seq, to: Math.min(seq + 1, head) })) as [Row, Row?];
  if (next === undefined) return { ...then, seq, due: [] };
  if (isInput(next)) return { ...then, seq, due: await dueToFork(of, next) };
  const rest = await restAfter(of, row);
  if (rest === undefined) return goingElsewhere(of, seq);
  const due = [...new Set(rest.due)];
  return rest.seq === seq
    ? { ...then, seq, due }
    : { ...(await loadAt(store, record, reading, rest.seq)), seq: rest.seq, due };
}

/** For a turn that today's graph does not repeat: goes on after what was being handled, with all lanes due in the order of the tree. */
async function goingElsewhere(of: GoingBack, seq: number): Promise<GoingOn> {
  const { store, record, reading } = of;
  const to = Math.min(seq + 1, record.head);
  const [row, next] = (await loadRows(store, record.id, reading, { from: seq, to })) as [Row, Row?];
  const goesOn = next !== undefined && !isInput(next);
  if (goesOn && isBeingHandled(row, next)) return goingElsewhere(of, seq + 1);
  const then = await loadAt(store, record, reading, seq);
  const due = goesOn ? treeOf(then.snapshot, mainLane(then.snapshot)).map(({ path }) => path) : [];
  return { ...then, seq, due };
}

/** Whether a failure was about to be handled, updates that a reducer refused to be kept, or more lanes to be resumed: no state says so. */
function isBeingHandled(row: Row, next: Row): boolean {
  if (row.cause === 'attempt' && row.phase === 'passing') return true;
  if (row.cause === 'fail' && handles.has(next.cause) && next.label === undefined) return true;
  if (row.cause === 'resume' && next.cause === 'resume') return true;
  if (next.lane !== row.lane) return false;
  const code = next.note?.failure?.code;
  const isUndecided = code === 'transition/no-case' || code === 'limit/exceeded';
  // Nothing else that passes on changes anything: these are updates that a reducer refused before, and may refuse again.
  const takesUpUnreduced = goesOnBy.has(row.cause) && next.cause === 'pass' && next.changes !== undefined;
  return isUndecided || next.note?.unreduced !== undefined || takesUpUnreduced;
}

const handles: ReadonlySet<Row['cause']> = new Set(['error', 'attempt', 'fail']);

const goesOnBy: ReadonlySet<Row['cause']> = new Set(['resume', 'begin']);

/**
 * What was due at a checkpoint after which an input follows: nothing, unless that is the fork that the thread began as, which
 * names what it went on with. What the state was brought over by comes before it.
 */
async function dueToFork({ store, record: { id }, reading }: GoingBack, next: Row): Promise<readonly string[]> {
  let row: Row | undefined = next;
  while (row?.cause === 'migrate') [row] = await loadRows(store, id, reading, { from: row.seq + 1, to: row.seq + 1 });
  return (row?.cause === 'fork' && row.note?.due) || [];
}

/** Where the input that a row follows from came to rest at that row or next after it; undefined where it leads elsewhere today. */
async function restAfter(of: GoingBack, { turn, seq }: Row): Promise<Rest | undefined> {
  const { store, record, reading, plan } = of;
  const { fingerprint } = await versionAt(store, record, turn, plan);
  if (fingerprint !== plan.fingerprint) return undefined;
  const queue = new RowQueue((from, limit) => loadRows(store, record.id, reading, { from, limit }), turn);
  await queue.fill(seq - turn + ahead);
  const row = queue.peek();
  // A history may have been cut in the middle of a turn.
  if (row?.seq !== turn) return undefined;
  const ids = await pastIdsOf(store, record);
  const asOf = { now: row.asOf ?? row.time, thread: idAt(ids, turn) ?? record.id };
  const surroundings = {
    now: row.time,
    codec: reading.codec,
    retried: (lane: Lane, attempt: number) => retriedIn(queue, lane, attempt),
    asOf,
  };
  const rests = await restsIn(of, row, queue, surroundings);
  const at = rests.find((rest) => rest.seq >= seq)?.seq;
  return rests.findLast((rest) => rest.seq === at);
}

/** Takes a turn's input again, and gives its rests up to the first row that today's graph makes otherwise. */
async function restsIn(
  { store, record: { id }, reading, plan }: GoingBack,
  row: Row,
  queue: RowQueue,
  surroundings: Surroundings,
): Promise<readonly Rest[]> {
  const { seq, cause, note } = row;
  const stateAt = async (at: number): Promise<Snapshot> => (await load(store, id, reading, at)).snapshot;
  if (cause === 'migrate') return [];
  const rests = new Rests();
  if (cause === 'rewind') {
    const sent = await stateAt(seq);
    const { rows } = takeOn(plan, sent, note?.due ?? [], { ...surroundings, rests });
    return upTo(rests, seq + sameIn(queue, 1, rows, sent));
  }
  const before = seq === 1 ? emptySnapshot(id) : await stateAt(seq - 1);
  let found: readonly Rest[] = [];
  for (const input of inputsFor(wholeRow(row, before), queue.peek(1), before)) {
    const tried = new Rests();
    const { rows } = advanceBy(plan, before, input, { ...surroundings, rests: tried });
    const same = sameIn(queue, 0, rows, before);
    found = upTo(tried, seq - 1 + same);
    if (same > 0 && same === rows.length) break;
  }
  return found;
}

function upTo({ all }: Rests, last: number): readonly Rest[] {
  return all.filter(({ seq }) => seq <= last);
}

/** How many of these rows are as they were recorded; the recorded ones begin in the queue after so many others. */
function sameIn(queue: RowQueue, after: number, rows: readonly Row[], before: Snapshot): number {
  const then = wholeRows(queue.first(after + rows.length).slice(after), before);
  const differs = wholeRows(rows, before).findIndex((made, at) => {
    const recorded = then[at];
    return recorded === undefined || partThatDiffers(recorded, made) !== undefined;
  });
  return differs === -1 ? rows.length : differs;
}

/** How many rows beyond a checkpoint are read ahead, to look up what became of failed attempts. */
const ahead = 64;
