import { problem } from '../base/problem.ts';
import type { NodePlan } from '../compile/plan.ts';
import { failureOf } from './failure.ts';
import type { Lane } from './lane.ts';
import { graphOf, laneAt, phaseAt, record, type Told, type Turn } from './turn.ts';

/** How many moves a thread may make where its graph sets no limit. */
const defaultTransitions = 10_000;

/** Moves that are left, past the limit, for handling that it was reached. */
const grace = 100;

/** Moves a lane to a node, or closes it where the node is its meeting. */
export function moveTo(turn: Turn, lane: Lane, to: string, told: Told): void {
  const limit = turn.plan.graphs['']?.limits['transitions'] ?? defaultTransitions;
  if (turn.draft.transitions >= limit + (told.cause === 'error' ? grace : 0)) {
    refuseMove(turn, lane, told, limit);
    return;
  }
  const node = graphOf(turn, lane).nodes[to] as NodePlan;
  const phase = meetingOf(turn, lane) === to ? 'closed' : phaseAt(node);
  record(turn, { lane: lane.path, from: lane.node, to, phase, ...told });
  if (phase !== 'waiting') turn.due.push(lane.path);
}

/** The node where a lane meets its siblings, if it has any. */
function meetingOf(turn: Turn, lane: Lane): string | undefined {
  return lane.parent === undefined ? undefined : laneAt(turn, lane.parent).fork?.then;
}

/** A thread that moves without end is stopped; what its node returned is kept. */
function refuseMove(turn: Turn, lane: Lane, told: Told, limit: number): void {
  record(turn, { lane: lane.path, from: lane.node, phase: 'passing', ...told });
  const loop = Object.entries(lane.visits)
    .filter(([, count]) => count > 1)
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, 5)
    .map(([name]) => name);
  const failure = failureOf(problem('limit/exceeded', { name: 'transitions', limit, loop }), lane.attempt, turn.now);
  turn.failing.push({ lane: lane.path, failure, pending: 'passing' });
}
