import type { Lane } from '../../advance/state/lane.ts';
import type { Cause, Row } from '../../advance/state/row.ts';
import { emptySnapshot, treeOf, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { PlanData } from '../../compile/plan-data.ts';
import { keptPlan } from '../read/kept-diagram.ts';
import { innermostActive } from '../../compile/active-states.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store } from '../../store/contract/store.ts';
import { fingerprintIn, jumpsOf, lineTo } from '../read/jumps.ts';
import { deliveredOf, type Delivered } from './delivered.ts';
import { originOf } from './origin.ts';
import { bare, firstSeq, seqOf } from '../read/part-of-log.ts';
import { recordOf } from '../../store/records.ts';
import { sentenceOf } from '../read/row-sentence.ts';
import { rowsNewestFirst } from './rows-newest-first.ts';
import { tookAt, type Took } from './took.ts';
import { waysOut, type WayOut } from './ways-out.ts';

/** A checkpoint that led to another. */
export interface Led {
  readonly seq: number;
  readonly lane: string;
  readonly cause: Cause;
  /** What happened, in words. */
  readonly text: string;
}

/** What came from outside and led to a checkpoint. */
export interface Came extends Led {
  /** The lane that an event or a resume was for, with all below it, where one was named. */
  readonly to?: string;
  /** What went along with it. */
  readonly context?: Baggage;
}

/** Why a checkpoint was made. */
export interface Why {
  readonly thread: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  /** The node the lane was at, and the node it went to. */
  readonly from: string;
  readonly to?: string;
  readonly cause: Cause;
  readonly label?: string;
  /** What happened, in words. */
  readonly text: string;
  /** What came from outside and led to it: a result, an event, a timer; the checkpoint itself where that is what it is. */
  readonly input: Came;
  /** What happened before and led to it, oldest first: attempts that failed, lanes that closed and were needed or met, where it came from. */
  readonly ledBy: readonly Led[];
  /** The innermost states that are active within its lane's node since, where that hosts something that has states: `["shop.cart", "clock.on"]`. */
  readonly within?: readonly string[];
  /** Those that were active before, by the graph of that time. */
  readonly withinBefore?: readonly string[];
  /** The transitions that were taken within the node, in order, where it tells them. */
  readonly took?: readonly Took[];
  /** The ways out of its node, those that were tried first; empty where its plan is not known, or none was sought. */
  readonly ways: readonly WayOut[];
  /** Lanes that were still at work, and that ended with it: enough others had met, their holder went elsewhere, or the thread was cancelled. */
  readonly cancelled?: readonly string[];
  /** What went to other threads with it, and what came of that there. */
  readonly sent?: readonly Delivered[];
}

/** Why a thread made a checkpoint: what came, what was tried, what else there was; needs no graph. */
export async function whyOf(store: Store, thread: string, seq: number, reading: Reading = bare): Promise<Why> {
  const record = await recordOf(store, thread);
  const at = await seqOf(store, record, seq);
  const jumps = await jumpsOf(store, record);
  const [stored, next] = (await loadRows(store, thread, reading, { from: at, to: at + 1 })) as [Row, Row?];
  const row = await brought(store, thread, reading, stored);
  const before =
    at === (await firstSeq(store, thread))
      ? emptySnapshot(thread)
      : (await load(store, thread, reading, at - 1)).snapshot;
  // What a rewind left behind did not lead to it.
  const line = lineTo(jumps, row.cause === 'rewind' ? (row.note?.at ?? at - 1) : at - 1);
  const ledBy = await originOf(row, before, rowsNewestFirst(store, thread, reading, line));
  const plan = await keptPlan(store, fingerprintIn(jumps, record, at));
  const planBefore = async (): Promise<PlanData | undefined> =>
    (row.cause === 'migrate' ? await keptPlan(store, fingerprintIn(jumps, record, at - 1)) : undefined) ?? plan;
  const [first = stored] = await loadRows(store, thread, reading, { from: stored.turn, limit: 1 });
  const sent = await deliveredOf(store, row);
  const { time, lane, from, to, cause, label } = row;
  return {
    thread,
    seq: at,
    time,
    lane,
    from,
    ...(to !== undefined && { to }),
    cause,
    ...(label !== undefined && { label }),
    text: sentenceOf(row, wasPutThere(row, ledBy)),
    input: came(first.seq === row.seq ? row : first),
    ledBy: ledBy.map((each) => led(each, wasPutThere(each, [first]))),
    ways: plan === undefined || cause === 'cancel' || isUndecided(row, next) ? [] : ways(plan, before, row, next),
    ...(hosts(plan) && within('within', plan, (await load(store, thread, reading, at)).snapshot, row.lane)),
    ...within('withinBefore', await planBefore(), before, row.lane),
    ...(hosts(plan) && took(await tookAt(store, thread, { seq: at, lane: row.lane }, reading))),
    ...endedWith(row, before),
    ...(sent && { sent }),
  };
}

/** Whether a node of a plan has states within it. */
function hosts(plan: PlanData | undefined): boolean {
  return Object.values(plan?.graphs ?? {}).some(({ nodes }) =>
    Object.values(nodes).some(({ drawing }) => drawing !== undefined),
  );
}

function took(all: readonly Took[]): Pick<Why, 'took'> {
  return all.length === 0 ? {} : { took: all };
}

/** The states within the node of a lane. */
function within<Name extends 'within' | 'withinBefore'>(
  name: Name,
  plan: PlanData | undefined,
  { lanes }: Snapshot,
  path: string,
): Pick<Why, Name> {
  const lane = lanes.get(path);
  const drawing = plan?.graphs[lane?.graph ?? '']?.nodes[lane?.node ?? '']?.drawing;
  const active = lane === undefined || drawing === undefined ? [] : innermostActive(drawing, lane.values);
  return (active.length === 0 ? {} : { [name]: active }) as Pick<Why, Name>;
}

/** Lanes that a row says it ended, or that their holder left behind as it went elsewhere. */
function endedWith({ lane: path, to, note }: Row, before: Snapshot): Pick<Why, 'cancelled'> {
  if (note?.cancelled !== undefined) return { cancelled: note.cancelled };
  const holder = before.lanes.get(path);
  if (holder === undefined || to === undefined) return {};
  const ended = treeOf(before, holder).filter((lane) => lane !== holder && lane.phase !== 'closed');
  return ended.length === 0 ? {} : { cancelled: ended.map((lane) => lane.path) };
}

/** Whether a lane goes on from a node because an edit had it go on as that. */
function wasPutThere({ cause, lane, from }: Row, ledBy: readonly Row[]): boolean {
  const last = ledBy.findLast((row) => row.lane === lane && row.to !== undefined);
  return cause === 'pass' && last?.cause === 'edit' && last.to === from;
}

/** A migration with the node that its lane is at since: the row itself says from where. */
async function brought(store: Store, thread: string, reading: Reading, row: Row): Promise<Row> {
  if (row.cause !== 'migrate' || row.to !== undefined) return row;
  const { node = row.from } = (await load(store, thread, reading, row.seq)).snapshot.lanes.get(row.lane) ?? {};
  return node === row.from ? row : { ...row, to: node };
}

function came(row: Row): Came {
  const { to = '', context } = row.note ?? {};
  return { ...led(row), ...(to !== '' && { to }), ...(context !== undefined && { context }) };
}

function led(row: Row, isPutThere = false): Led {
  const { seq, lane, cause } = row;
  return { seq, lane, cause, text: sentenceOf(row, isPutThere) };
}

/** Whether the ways out were not all tried, as one of them failed to decide. */
function isUndecided({ phase, to, lane }: Row, next: Row | undefined): boolean {
  if (phase !== 'passing' || to !== undefined || next?.lane !== lane) return false;
  return next.note?.failure?.code !== undefined && next.note.failure.code !== 'transition/no-case';
}

function ways(plan: PlanData, before: Snapshot, row: Row, after: Row | undefined): readonly WayOut[] {
  const lane = before.lanes.get(row.lane);
  const graph = plan.graphs[lane?.graph ?? ''];
  if (lane === undefined || graph === undefined) return [];
  const hasLanes = lane.fork !== undefined && lane.fork.by !== 'graph';
  return waysOut(graph, row, { isGraphsLane: isGraphsLane(before, lane), hasLanes }, after);
}

function isGraphsLane(snapshot: Snapshot, { parent }: Lane): boolean {
  return parent === undefined || snapshot.lanes.get(parent)?.fork?.by === 'graph';
}
