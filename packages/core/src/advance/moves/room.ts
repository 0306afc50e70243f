/**
 * Room for lanes: how many of an `each` are at work at a time.
 *
 * A lane that failed is not at work, nor is one whose own lanes stopped it. So a lane that is resumed, however far in, may find no
 * room: then it is put off, `queued` with a `pending` phase, and goes on when there is room.
 */

import type { EachPlan } from '../../compile/plan.ts';
import type { Fork, Lane } from '../state/lane.ts';
import { hasBegun, placesOf } from '../state/needed.ts';
import { treeOf } from '../state/snapshot.ts';
import { laneAt, nodeOf, type Turn } from './turn.ts';

/** Whether another of a lane's lanes may be at work. */
export function hasRoom(turn: Turn, { path, fork }: Lane, next: EachPlan): boolean {
  const limit = fork?.limit ?? (typeof next.limit === 'number' ? next.limit : Infinity);
  if (fork === undefined || limit === Infinity) return true;
  const { lost, putOff } = turn.draft.lanes.haltsOf(path);
  let stopped = lost.size;
  // One that is put off itself is queued, and counted there.
  for (const child of putOff) if (laneAt(turn, child).phase !== 'queued') stopped += 1;
  return fork.lanes.length - fork.closed - fork.queued - stopped < limit;
}

/** Whether a lane that is halted may go on: whether each fork that holds it has room for what it would set to work again. */
export function mayGoOn(turn: Turn, lane: Lane): boolean {
  if (lane.parent === undefined) return true;
  const parent = laneAt(turn, lane.parent);
  const { next } = nodeOf(turn, parent);
  const { lost, putOff } = turn.draft.lanes.haltsOf(parent.path);
  const isHalted = lost.has(lane.path) || putOff.has(lane.path);
  if (parent.fork?.by === 'each' && next?.kind === 'each' && isHalted && !hasRoom(turn, parent, next)) return false;
  return mayGoOn(turn, parent);
}

/** The first lane that waits for room: one of a fork's, or one further in that was put off there. */
export function nextInLine(turn: Turn, parent: Lane): Lane | undefined {
  const { lanes, queued } = parent.fork as Fork;
  let place = queued > 0 ? firstReady(turn, parent.fork as Fork) : lanes.length;
  let first = turn.draft.lanes.get(lanes[place] ?? '?');
  const { putOff } = turn.draft.lanes.haltsOf(parent.path);
  if (putOff.size === 0) return first;
  const placeOf = placesOf(parent.fork as Fork);
  for (const path of putOff) {
    const at = placeOf.get(path) ?? place;
    if (at >= place) continue;
    const inside = treeOf(turn.draft, laneAt(turn, path)).find((lane) => isPutOff(lane) && mayGoOn(turn, lane));
    if (inside !== undefined) [place, first] = [at, inside];
  }
  return first;
}

/** The place of the first lane that waits for nothing but room. */
function firstReady(turn: Turn, { lanes, queue, hasNeeds }: Fork): number {
  if (hasNeeds !== true) return queue;
  let place = queue;
  while (place < lanes.length && !isReady(turn, laneAt(turn, lanes[place] as string))) place += 1;
  return place;
}

/** Whether a lane has not begun, and all that it needs has closed. */
export function isReady(turn: Turn, lane: Lane): boolean {
  return !hasBegun(lane) && (lane.needs ?? []).every((path) => turn.draft.lanes.get(path)?.phase === 'closed');
}

function isPutOff({ phase, pending }: Lane): boolean {
  return phase === 'queued' && pending !== undefined;
}
