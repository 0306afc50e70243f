import { problem } from '../../base/problem/problem.ts';
import type { GraphPlan, NodePlan } from '../../compile/plan.ts';
import { failureOf } from '../state/failure.ts';
import { joinedChanges } from '../state/joined.ts';
import { changed, type Lane } from '../state/lane.ts';
import { limitAt, moves, parentOf, type LimitAround } from './limits.ts';
import { isRound, roundsOf } from '../state/rounds.ts';
import type { Cause, Phase } from '../state/row.ts';
import { graphOf, laneAt, phaseAt, record, type Told, type Turn } from './turn.ts';
import { hasWaitsAt, waitsOnEntry } from './waits-of.ts';

/** How many rounds a lane may make by itself where no graph around it limits its transitions. */
const mostRounds = 10_000;

/** How many moves past a limit `onError` may make to handle it. */
const grace = 100;

/** Moves a lane to a node, or closes it where the node is its meeting; `after` is the lane with what `told` changes. */
export function moveTo(turn: Turn, lane: Lane, to: string, told: Told, after?: Lane): void {
  const passed = limitPassed(turn, lane, to, told.cause);
  if (passed !== undefined) {
    refuseMove(turn, lane, told, passed);
    return;
  }
  const graph = graphOf(turn, lane);
  const phase = phaseOn(turn, graph, lane, to);
  const waits = phase === 'closed' || !hasWaitsAt(graph, to) ? undefined : waitsOn(turn, lane, to, told, after);
  const { path, node: from } = lane;
  // A copy of two objects in one costs several times as much.
  const fact =
    waits === undefined ? { ...told, lane: path, from, to, phase } : { ...told, ...waits, lane: path, from, to, phase };
  record(turn, fact, after);
  if (phase !== 'waiting') turn.due.push(lane.path);
}

/** What the state that a lane comes to a node with says of its waits there. */
function waitsOn(
  turn: Turn,
  lane: Lane,
  to: string,
  told: Told,
  after: Lane | undefined,
): Pick<Told, 'waits'> | undefined {
  const { cause, changes, transient, note } = told;
  const all = cause === 'join' ? joinedChanges(turn.draft, lane, changes, note) : changes;
  return waitsOnEntry(turn, after ?? changed(lane, all, transient), to);
}

/** What a lane is about when it comes to a node: it closes at a final one, and where it meets its siblings. */
export function phaseOn(turn: Turn, graph: GraphPlan, lane: Lane, to: string): Phase {
  const meeting = lane.parent === undefined ? undefined : laneAt(turn, lane.parent).fork?.then;
  return meeting === to ? 'closed' : phaseAt(graph.nodes[to] as NodePlan);
}

/** The limit that a lane's move would pass, if there is one. */
export function limitPassed(turn: Turn, lane: Lane, to: string, cause: Cause): Passed | undefined {
  const more = cause === 'error' ? grace : 0;
  let isLimited = false;
  // Every move comes by here: no list is made of what is only looked through.
  for (let at: Lane | undefined = lane; at !== undefined; at = parentOf(turn.draft, at)) {
    const around = limitAt(turn.plan, turn.draft, at, moves, turn.now);
    if (around === undefined) continue;
    if (around.used >= around.limit + more) return around;
    isLimited = true;
  }
  if (isLimited || !isRound(lane, to, cause) || roundsOf(turn.draft, lane) < mostRounds + more) return undefined;
  return { limit: mostRounds };
}

/** The limit that a lane of those that come and go would pass as it meets its holder, which has nobody outside to wait for, if there is one. */
export function loopPassed(
  turn: Turn,
  holder: Lane,
  closed: Lane,
): { readonly name: string; readonly limit: number; readonly loop: readonly string[] } | undefined {
  for (let at: Lane | undefined = holder; at !== undefined; at = parentOf(turn.draft, at))
    if (limitAt(turn.plan, turn.draft, at, moves, turn.now) !== undefined) return undefined;
  if (closed.rounds < mostRounds) return undefined;
  return { name: moves, limit: mostRounds, loop: [holder.node, ...loopOf(turn, closed)] };
}

type Passed = Pick<LimitAround, 'limit' | 'graph'>;

/** Refuses a move past a limit. An event or a timer is refused with `limit/exceeded`; else the lane fails by that, and what its node returned is kept. */
function refuseMove(turn: Turn, lane: Lane, told: Told, { limit, graph }: Passed): void {
  const facts = { name: moves, limit, loop: loopOf(turn, lane), ...(graph !== undefined && { graph }) };
  const exceeded = problem('limit/exceeded', facts);
  if (told.cause === 'event' || told.cause === 'timer') throw exceeded;
  if (told.cause !== 'join') keep(turn, lane, told);
  const pending = told.cause === 'join' ? 'open' : 'passing';
  turn.failing.push({ lane: lane.path, failure: failureOf(exceeded, lane.attempt, turn.now), pending });
}

/** Records what a lane's node came to, where the way on from there failed. */
export function keep(turn: Turn, lane: Lane, told: Told): void {
  if (told.cause === 'pass' && told.changes === undefined) return;
  record(turn, { ...told, lane: lane.path, from: lane.node, phase: 'passing' });
}

/** The nodes that a lane has come to most often, or the nearest of those that hold it. */
function loopOf(turn: Turn, lane: Lane): readonly string[] {
  const again = Object.entries(lane.visits).filter(([, count]) => count > 1);
  if (again.length === 0 && lane.parent !== undefined) return loopOf(turn, laneAt(turn, lane.parent));
  const most = again.toSorted(([, left], [, right]) => right - left).slice(0, 5);
  return most.map(([name]) => name);
}
