import { problem } from '../base/problem.ts';
import type { NodePlan } from '../compile/plan.ts';
import { failureOf } from './failure.ts';
import type { Lane } from './lane.ts';
import type { Cause, Phase } from './row.ts';
import { graphOf, laneAt, phaseAt, record, type Told, type Turn } from './turn.ts';

/** How many moves a thread may make where its graph sets no limit. */
const defaultTransitions = 10_000;

/** Moves that are left, past the limit, for handling that it was reached. */
const grace = 100;

/** Moves a lane to a node, or closes it where the node is its meeting; `after` is the lane with what `told` changes. */
export function moveTo(turn: Turn, lane: Lane, to: string, told: Told, after?: Lane): void {
  if (!mayMove(turn, told.cause)) {
    refuseMove(turn, lane, told);
    return;
  }
  const phase = phaseOn(turn, lane, to);
  record(turn, { ...told, lane: lane.path, from: lane.node, to, phase }, after);
  if (phase !== 'waiting') turn.due.push(lane.path);
}

/** What a lane is about when it comes to a node: it closes at a final one, and where it meets its siblings. */
export function phaseOn(turn: Turn, lane: Lane, to: string): Phase {
  const meeting = lane.parent === undefined ? undefined : laneAt(turn, lane.parent).fork?.then;
  return meeting === to ? 'closed' : phaseAt(graphOf(turn, lane).nodes[to] as NodePlan);
}

/** Whether the thread's limit of transitions leaves room for another. */
export function mayMove(turn: Turn, cause: Cause): boolean {
  return turn.draft.transitions < limitOf(turn) + (cause === 'error' ? grace : 0);
}

function limitOf(turn: Turn): number {
  return turn.plan.graphs['']?.limits['transitions'] ?? defaultTransitions;
}

/** A thread that moves without end is stopped; what its node returned is kept. A problem where something was sent. */
function refuseMove(turn: Turn, lane: Lane, told: Told): void {
  const exceeded = problem('limit/exceeded', { name: 'transitions', limit: limitOf(turn), loop: loopOf(turn, lane) });
  if (told.cause === 'event' || told.cause === 'timer') throw exceeded;
  if (told.cause !== 'join') keep(turn, lane, told);
  const pending = told.cause === 'join' ? 'open' : 'passing';
  turn.failing.push({ lane: lane.path, failure: failureOf(exceeded, lane.attempt, turn.now), pending });
}

/** Records what a lane's node came to, where the way on from there failed. */
export function keep(turn: Turn, lane: Lane, told: Told): void {
  if (told.cause === 'pass' && told.changes === undefined) return;
  record(turn, { lane: lane.path, from: lane.node, phase: 'passing', ...told });
}

/** The nodes that a lane has come to most often, or the nearest of those that hold it. */
function loopOf(turn: Turn, lane: Lane): readonly string[] {
  const again = Object.entries(lane.visits).filter(([, count]) => count > 1);
  if (again.length === 0 && lane.parent !== undefined) return loopOf(turn, laneAt(turn, lane.parent));
  const most = again.toSorted(([, left], [, right]) => right - left).slice(0, 5);
  return most.map(([name]) => name);
}
