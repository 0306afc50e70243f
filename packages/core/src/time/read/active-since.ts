import type { Lane } from '../../advance/state/lane.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { activeStates } from '../../compile/active-states.ts';
import type { Diagram, DiagramEdge } from '../../compile/diagram.ts';
import type { Store } from '../../store/contract/store.ts';
import type { Reading } from '../../store/load.ts';
import { recordOf } from '../../store/records.ts';
import { holderOf, holdersIn, type Holder } from './active.ts';
import { DiagramsInTime } from './diagrams-in-time.ts';
import { folded } from './folded.ts';
import { boundsIn, mustBePart, type HistoryPart } from './history-part.ts';
import { isJump } from './jumps.ts';
import { bare, firstSeq } from './part-of-log.ts';
import { changesKey, edgesTaken, obviousIn, wentIn } from './went.ts';

/** What happened within a lane's node by a checkpoint; states and moves are those of the graph of its time. */
export interface ActiveSince {
  readonly seq: number;
  readonly lane: string;
  /** The lane of the checkpoint's row: another one where a thread went back, or lanes began. */
  readonly of: string;
  /** What the graph looked like at the checkpoint. */
  readonly diagram: Diagram;
  /** The ids of the states that were active, those that hold others before them; by the graph of the checkpoint before. */
  readonly before: readonly string[];
  readonly active: readonly string[];
  /** The states that were come to, each as often as it was; a rewind and a new version come to none. */
  readonly entered: readonly string[];
  /** The moves that were made, in order, each as often as it was, where the node tells them. */
  readonly taken: readonly DiagramEdge[];
}

/** What happened within a thread's nodes that have states, oldest first; needs no graph. Nothing is read where no node ever had some. */
export async function* activeOf(
  store: Store,
  thread: string,
  part: Pick<HistoryPart, 'from' | 'to'> = {},
  { reading = bare, diagrams: known }: { readonly reading?: Reading; readonly diagrams?: DiagramsInTime } = {},
): AsyncGenerator<ActiveSince, void, undefined> {
  mustBePart(part);
  const record = await recordOf(store, thread);
  const diagrams = known ?? (await DiagramsInTime.of(store, record));
  if (!(await diagrams.haveStates())) return;
  const first = await firstSeq(store, thread);
  const { from = first, to = record.head } = boundsIn(record.head, part);
  let before: Known = new Map();
  let diagram: Diagram | undefined;
  let isFirst = true;
  for await (const { state, row } of folded(store, thread, reading, { from: Math.max(first, from - 1), to })) {
    if (isFirst || isJump(row)) diagram = await diagrams.at(row.seq);
    isFirst = false;
    const after = knownIn(state, diagram, before);
    if (row.seq >= from && diagram !== undefined) yield* happened({ row, diagram, before, after });
    before = after;
  }
}

/** Of each lane whose node has states: the lane, the node, and which of the states are active. */
type Known = ReadonlyMap<string, Within>;

interface Within {
  readonly lane: Lane;
  readonly holder: Holder;
  readonly active: readonly string[];
}

function knownIn({ lanes }: Snapshot, diagram: Diagram | undefined, before: Known): Known {
  const after = new Map<string, Within>();
  if (diagram === undefined) return after;
  const holders = holdersIn(diagram);
  for (const lane of lanes.all()) {
    const holder = holders.get(holderOf(lane.graph, lane.node));
    if (holder === undefined) continue;
    const known = before.get(lane.path);
    const isSame = known?.holder === holder && known.lane.values === lane.values;
    after.set(lane.path, { lane, holder, active: isSame ? known.active : activeStates(holder, lane.values) });
  }
  return after;
}

interface Happening {
  readonly row: Row;
  readonly diagram: Diagram;
  readonly before: Known;
  readonly after: Known;
}

function happened({ row, diagram, before, after }: Happening): readonly ActiveSince[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((lane) => {
    const [was, is] = [before.get(lane)?.active ?? [], after.get(lane)?.active ?? []];
    const { entered, taken } = isJump(row) ? stood : within(row, diagram, before.get(lane), after.get(lane));
    const isSame = was.length === is.length && was.every((id, index) => id === is[index]);
    const isNews = !isSame || entered.length > 0 || taken.length > 0;
    return isNews ? [{ seq: row.seq, lane, of: row.lane, diagram, before: was, active: is, entered, taken }] : [];
  });
}

type Done = Pick<ActiveSince, 'entered' | 'taken'>;

const stood: Done = { entered: [], taken: [] };

function within(row: Row, diagram: Diagram, before: Within | undefined, after: Within | undefined): Done {
  if (after === undefined) return stood;
  const { lane, holder, active } = after;
  const was = before?.active ?? [];
  const come = active.filter((id) => !was.includes(id));
  const { went } = holder;
  if (went === undefined) return { entered: come, taken: [] };
  if (!changesKey(row, lane.path, went.key)) {
    const stays = row.lane === lane.path && before?.holder === holder;
    return { entered: come, taken: edgesTaken(diagram, holder, stays ? obviousIn(diagram, holder, row, was) : []) };
  }
  const { taken = [], entered = [] } = wentIn(holder, lane.values);
  const known = new Set(holder.states.map(({ id }) => id));
  const passed = entered.map((id) => `${holder.holder}.${id}`).filter((id) => known.has(id));
  return { entered: [...passed, ...come], taken: edgesTaken(diagram, holder, taken) };
}
