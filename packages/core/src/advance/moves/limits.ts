/**
 * Limits of graphs.
 *
 * 1. A graph's limits hold for all that happens within it, its subgraphs included. A subgraph counts from nothing each time
 *    it is opened, and what it counts counts for the graphs around it too.
 * 2. What was spent stays spent: by lanes that were lost, by attempts that failed, and by what a rewind left behind.
 */

import { suggest } from '../../base/problem/nearest.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Writable } from '../../base/writable.ts';
import type { GraphPlan, Plan } from '../../compile/plan.ts';
import { dayOf, latelyOf } from '../state/counts.ts';
import { countOf, startsGraph, type Lane } from '../state/lane.ts';
import type { Snapshot } from '../state/snapshot.ts';

/** A limit of a graph around a lane, and how much of it is used. */
export interface LimitAround {
  readonly limit: number;
  readonly used: number;
  /** The lane that the graph started with. */
  readonly lane: string;
  /** The window in which it counts; absent where that is as long as the graph is open. */
  readonly per?: 'turn' | 'day';
  /** The graph's name, where it is a subgraph. */
  readonly graph?: string;
}

/** The limits of one name that hold for a lane, from the inside out. */
export function limitsAround(
  plan: Plan,
  snapshot: Snapshot,
  lane: Lane,
  name: string,
  now: number,
): readonly LimitAround[] {
  const limits: LimitAround[] = [];
  for (let at: Lane | undefined = lane; at !== undefined; at = parentOf(snapshot, at)) {
    const limit = limitAt(plan, snapshot, at, name, now);
    if (limit !== undefined) limits.push(limit);
  }
  return limits;
}

/** The limit of one name that the graph sets which a lane started; undefined where it sets none, or the lane started none. */
export function limitAt(
  plan: Plan,
  snapshot: Snapshot,
  lane: Lane,
  name: string,
  now: number,
): LimitAround | undefined {
  if (!startsGraph(lane)) return undefined;
  const graph = plan.graphs[lane.graph] as GraphPlan;
  const limit = graph.limits[name];
  if (limit === undefined) return undefined;
  const per = graph.windows[name];
  const used =
    per === undefined
      ? usedWithin(snapshot, lane, name)
      : usedLately(snapshot, lane, name, per === 'day' ? now : undefined);
  const around: Writable<LimitAround> = { limit, used, lane: lane.path };
  if (per !== undefined) around.per = per;
  if (lane.parent !== undefined) around.graph = graph.name;
  return around;
}

/** The lane that opened a lane. */
export function parentOf(snapshot: Snapshot, { parent }: Lane): Lane | undefined {
  return parent === undefined ? undefined : snapshot.lanes.get(parent);
}

function usedWithin(snapshot: Snapshot, lane: Lane, name: string): number {
  const { transitions, spent } = lane.parent === undefined ? snapshot : lane;
  return name === moves ? transitions : countOf(spent, name);
}

/** What was spent on the day of a time, or in the turn where there is none. */
function usedLately(snapshot: Snapshot, lane: Lane, name: string, time: number | undefined): number {
  const { turn, day, today } = latelyOf((lane.parent === undefined ? snapshot : lane).lately, name);
  if (time === undefined) return turn;
  return day === dayOf(time) ? today : 0;
}

/** The name under which moves are limited; `ctx.spend` does not take it. */
export const moves = 'transitions';

/** How much of a name may still be spent by all limits around a lane; `promised` is what is on its way. */
export function leftOf(
  plan: Plan,
  snapshot: Snapshot,
  lane: Lane,
  name: string,
  now: number,
  promised: (path: string) => number = () => 0,
): number {
  const limits = limitsAround(plan, snapshot, lane, name, now);
  if (limits.length === 0) throw unknownLimit(plan, snapshot, lane, name);
  return Math.max(0, Math.min(...limits.map(({ limit, used, lane: path }) => limit - used - promised(path))));
}

/** What was spent of a name by the nearest limit of it around a lane. */
export function spentOf(plan: Plan, snapshot: Snapshot, lane: Lane, name: string, now: number): number {
  const [nearest] = limitsAround(plan, snapshot, lane, name, now);
  if (nearest === undefined) throw unknownLimit(plan, snapshot, lane, name);
  return nearest.used;
}

/** The problem that no graph around a lane declares a limit of this name. */
export function unknownLimit(plan: Plan, snapshot: Snapshot, lane: Lane, name: string): Problem {
  const known = new Set<string>();
  for (let at: Lane | undefined = lane; at !== undefined; at = parentOf(snapshot, at)) {
    for (const limit of Object.keys(plan.graphs[at.graph]?.limits ?? {})) if (limit !== moves) known.add(limit);
  }
  const graph = plan.graphs[lane.graph]?.name ?? '';
  return problem('limit/unknown', { name, graph, hint: suggest(name, [...known]) });
}
