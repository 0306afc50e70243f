import { problem } from '../../base/problem/problem.ts';
import type { NodePlan } from '../../compile/plan.ts';
import { failureOf } from '../state/failure.ts';
import { changesAtEnd } from '../state/joined.ts';
import { changed, type Lane } from '../state/lane.ts';
import { keep, moveTo } from './move.ts';
import { wayOut } from './next.ts';
import { openLanes } from './open.ts';
import { failDecision, laneAt, nodeOf, record, type Told, type Turn } from './turn.ts';
import { waitsAfter } from './waits-of.ts';

/** Takes a lane out of its node by `next`, decided on the state after `told`: it moves, opens lanes, or waits. */
export function leave(turn: Turn, lane: Lane, told: Told): void {
  const node = nodeOf(turn, lane);
  try {
    const changes = told.cause === 'done' ? changesAtEnd(turn.draft, lane, told.changes) : told.changes;
    const after = changed(lane, changes, told.transient);
    const way = wayOut(turn, node.next, after);
    if (way.kind === 'lanes') openLanes(turn, lane, after, way.next, told);
    else if (way.kind === 'none') stay(turn, lane, node, told, changes);
    else
      moveTo(
        turn,
        lane,
        way.to,
        way.label === undefined || told.label !== undefined ? told : { ...told, label: way.label },
        after,
      );
  } catch (error) {
    keep(turn, lane, told);
    failDecision(turn, laneAt(turn, lane.path), error, 'passing');
  }
}

/** No case holds: the lane is `waiting` where its node has `on` or `after`, else it fails with `transition/no-case`. */
function stay(turn: Turn, lane: Lane, node: NodePlan, told: Told, changes: Told['changes']): void {
  const { path, node: from } = lane;
  if (node.after.length > 0 || Object.keys(node.on).length > 0) {
    if (lane.phase !== 'waiting' || told.changes !== undefined) {
      const waits = waitsAfter(turn, lane, changes);
      const fact = { ...told, lane: path, from, phase: 'waiting' as const };
      record(turn, waits.waits === undefined ? fact : { ...fact, waits: waits.waits });
    }
    return;
  }
  record(turn, { ...told, lane: path, from, phase: 'passing' });
  const failure = failureOf(problem('transition/no-case', { node: lane.node }), lane.attempt, turn.now);
  turn.failing.push({ lane: lane.path, failure, pending: 'passing' });
}
