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
import { countOf, startsGraph, type Lane } from '../state/lane.ts';
import type { Snapshot } from '../state/snapshot.ts';

/** A limit of a graph around a lane, and how much of it is used. */
export interface LimitAround {
  readonly limit: number;
  readonly used: number;
  /** The lane that the graph started with. */
  readonly lane: string;
  /** The graph's name, where it is a subgraph. */
  readonly graph?: string;
}

/** The limits of one name that hold for a lane, from the inside out. */
export function limitsAround(plan: Plan, snapshot: Snapshot, lane: Lane, name: string): readonly LimitAround[] {
  const limits: LimitAround[] = [];
  for (let at: Lane | undefined = lane; at !== undefined; at = parentOf(snapshot, at)) {
    const limit = limitAt(plan, snapshot, at, name);
    if (limit !== undefined) limits.push(limit);
  }
  return limits;
}

/** The limit of one name that the graph sets which a lane started; undefined where it sets none, or the lane started none. */
export function limitAt(plan: Plan, snapshot: Snapshot, lane: Lane, name: string): LimitAround | undefined {
  if (!startsGraph(lane)) return undefined;
  const graph = plan.graphs[lane.graph] as GraphPlan;
  const limit = graph.limits[name];
  if (limit === undefined) return undefined;
  const around: Writable<LimitAround> = { limit, used: usedWithin(snapshot, lane, name), lane: lane.path };
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

/** The name under which moves are limited; nobody spends them. */
export const moves = 'transitions';

/** That nobody around a lane declares a limit of this name. */
export function unknownLimit(plan: Plan, snapshot: Snapshot, lane: Lane, name: string): Problem {
  const known = new Set<string>();
  for (let at: Lane | undefined = lane; at !== undefined; at = parentOf(snapshot, at)) {
    for (const limit of Object.keys(plan.graphs[at.graph]?.limits ?? {})) if (limit !== moves) known.add(limit);
  }
  const graph = plan.graphs[lane.graph]?.name ?? '';
  return problem('limit/unknown', { name, graph, hint: suggest(name, [...known]) });
}
