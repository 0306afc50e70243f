import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, Way } from '../outline/outline.ts';
import { laneRegions, type LaneRegion } from './regions/lane-region.ts';

/** A lane may only meet at its own join, and ends there or at a final node. */
export function laneLeavesJoin(graph: GraphOutline): readonly Mistake[] {
  const mistakes = new Map<string, Mistake>();
  for (const region of laneRegions(graph)) {
    for (const way of region.leaving) {
      if (!mistakes.has(way.path)) mistakes.set(way.path, leaving(region, way));
    }
  }
  return [...mistakes.values()];
}

function leaving({ entry, node, then }: LaneRegion, { path, to }: Way): Mistake {
  const where =
    to === node.name
      ? `back to "${node.name}", which opened it`
      : `to "${String(to)}", which belongs to lanes that were opened elsewhere`;
  const said = `This takes the lane "${entry}" of "${node.name}" ${where}. Lead it to "${then}", where it meets the others, or to a final node.`;
  return mistake('lane-leaves-join', path, said);
}
