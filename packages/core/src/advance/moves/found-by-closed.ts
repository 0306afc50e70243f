import { combine, type Changes, type Values } from '../../base/change.ts';
import { problem } from '../../base/problem/problem.ts';
import { decide } from '../../compile/author.ts';
import type { Author } from '../../compile/plan.ts';
import type { ClosedLane } from '../../definition/transition.ts';
import { closedLanes, conflictOf } from '../state/joined.ts';
import { childrenOf } from '../state/snapshot.ts';
import type { Lane } from '../state/lane.ts';
import { graphOf, momentOf, nodeOf, placeOf, viewOf, type Turn } from './turn.ts';
import { parseUpdate, reduceChanges } from './update.ts';

/** What lanes leave behind, with what reducers make of it. */
export interface Found {
  readonly changes: Changes | undefined;
  readonly transient?: Values | undefined;
}

/**
 * What the lanes that have closed would bring to a join, where a failure ends their fork instead; of a subgraph, what it had changed of the
 * keys that it shares. A problem `state/conflict` as there.
 */
export function foundByClosed(turn: Turn, holder: Lane): Found | undefined {
  if (holder.fork === undefined || holder.fork.came !== undefined) return undefined;
  if (holder.fork.by === 'graph' && holder.fork.shares === undefined) return undefined;
  const lanes = holder.fork.by === 'graph' ? childrenOf(turn.draft, holder) : closedLanes(turn.draft, holder);
  const { next } = nodeOf(turn, holder);
  if (holder.fork.by !== 'graph' && next !== undefined && 'merge' in next && next.merge !== undefined)
    return mergedBy(turn, holder, lanes, next.merge);
  const conflict = conflictOf(holder, lanes);
  if (conflict !== undefined) throw problem('state/conflict', { ...conflict, node: holder.node });
  const decided = holder.decided ?? [];
  const found = Object.entries(combine(lanes.map(({ delta = {} }) => delta))).filter(([key]) => !decided.includes(key));
  if (found.length === 0) return undefined;
  return { changes: reduceChanges(graphOf(turn, holder), holder.values, Object.fromEntries(found), turn.codec) };
}

/** What `merge` makes of lanes that have closed. */
export function mergedBy(turn: Turn, holder: Lane, lanes: readonly Lane[], merge: Author): Found {
  const closed = lanes.map((lane) => closedLane(turn, lane, holder));
  return foundBy(turn, holder, closed, merge, 'merge');
}

/** What `onClosed` makes of one that has, of those that come and go. */
export function givenBy(turn: Turn, holder: Lane, lane: Lane, onClosed: Author): Found {
  return foundBy(turn, holder, closedLane(turn, lane, holder), onClosed, 'onClosed');
}

function foundBy(turn: Turn, holder: Lane, closed: unknown, by: Author, name: string): Found {
  const graph = graphOf(turn, holder);
  const where = `${placeOf(holder)}.next.${name}`;
  const update = decide(by, where, closed, viewOf(turn, holder), momentOf(turn, holder));
  const { changes, transient } = parseUpdate(graph, update, where, turn.codec, { lane: holder, at: turn });
  return { changes: reduceChanges(graph, holder.values, changes, turn.codec), transient };
}

function closedLane(turn: Turn, lane: Lane, holder: Lane): ClosedLane<string, Values> {
  const { path, node } = lane;
  return { lane: path, node, state: viewOf(turn, lane), ...(node !== holder.fork?.then && { outcome: node }) };
}
