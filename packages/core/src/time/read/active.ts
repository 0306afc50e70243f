import type { Lane } from '../../advance/state/lane.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { activeStates, type StatesBelow } from '../../compile/active-states.ts';
import type { Diagram } from '../../compile/diagram.ts';
import type { Store } from '../../store/contract/store.ts';
import type { Reading } from '../../store/load.ts';
import { recordOf } from '../../store/records.ts';
import { folded } from './folded.ts';
import { boundsIn, mustBePart, type HistoryPart } from './history-part.ts';
import type { LaneAt } from './checkpoint.ts';
import { bare, firstSeq } from './part-of-log.ts';

/** The states that a lane's node was in, where a checkpoint left it in others than the one before. */
export interface ActiveSince {
  readonly seq: number;
  readonly lane: string;
  /** Their ids in the diagram, those that hold others before them. */
  readonly before: readonly string[];
  readonly active: readonly string[];
}

/** The states of a diagram that are active within a lane's node, by their ids, those that hold others before them; needs no graph. */
export function activeIn(
  diagram: Diagram,
  { graph, node, state }: Pick<LaneAt, 'graph' | 'node' | 'state'>,
): readonly string[] {
  const below = holdersIn(diagram).get(idOf(graph, node));
  return below === undefined ? [] : activeStates(below, state);
}

/** Those of a diagram's active states that hold no other one, by what they are called within their node: `shop.cart`. */
export function innermostOf({ nodes }: Diagram, active: readonly string[]): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const holding = new Set(active.map((id) => byId.get(id)?.parent));
  return active.flatMap((id) => {
    if (holding.has(id)) return [];
    let at = byId.get(id);
    while (at?.state !== undefined) at = byId.get(at.parent ?? '');
    return [at === undefined ? id : id.slice(at.id.length + 1)];
  });
}

/** Where the states within a thread's nodes changed, oldest first; needs no graph. Nothing is read where no node of the diagram has states. */
export async function* activeOf(
  store: Store,
  thread: string,
  diagram: Diagram,
  part: Pick<HistoryPart, 'from' | 'to'> = {},
  reading: Reading = bare,
): AsyncGenerator<ActiveSince, void, undefined> {
  mustBePart(part);
  const holders = holdersIn(diagram);
  if (holders.size === 0) return;
  const record = await recordOf(store, thread);
  const first = await firstSeq(store, thread);
  const { from = first, to = record.head } = boundsIn(record.head, part);
  let before: Known = new Map();
  for await (const { state } of folded(store, thread, reading, { from: Math.max(first, from - 1), to })) {
    const after = knownIn(state, holders, before);
    if (state.seq >= from) yield* changed(state.seq, before, after);
    before = after;
  }
}

/** Of each lane whose node has states: the lane, and which of them are active. */
type Known = ReadonlyMap<string, { readonly lane: Lane; readonly active: readonly string[] }>;

function knownIn({ lanes }: Snapshot, holders: ReadonlyMap<string, StatesBelow>, before: Known): Known {
  const after = new Map<string, { lane: Lane; active: readonly string[] }>();
  for (const lane of lanes.all()) {
    const below = holders.get(idOf(lane.graph, lane.node));
    if (below === undefined) continue;
    const known = before.get(lane.path);
    const isSame = known?.lane.values === lane.values && known.lane.node === lane.node;
    after.set(lane.path, { lane, active: isSame ? known.active : activeStates(below, lane.values) });
  }
  return after;
}

function changed(seq: number, before: Known, after: Known): readonly ActiveSince[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((lane) => {
    const [was, is] = [before.get(lane)?.active ?? [], after.get(lane)?.active ?? []];
    const isSame = was.length === is.length && was.every((id, index) => id === is[index]);
    return isSame ? [] : [{ seq, lane, before: was, active: is }];
  });
}

const known = new WeakMap<Diagram, ReadonlyMap<string, StatesBelow>>();

/** The nodes that have states, by their ids. */
function holdersIn(diagram: Diagram): ReadonlyMap<string, StatesBelow> {
  const found =
    known.get(diagram) ??
    new Map(
      diagram.nodes.flatMap(({ id: holder, active }) => {
        if (active === undefined) return [];
        const states = diagram.nodes.filter(({ id, state }) => state !== undefined && id.startsWith(`${holder}.`));
        return [[holder, { states, active, holder }] as const];
      }),
    );
  known.set(diagram, found);
  return found;
}

function idOf(graph: string, node: string): string {
  return graph === '' ? node : `${graph}.${node}`;
}
