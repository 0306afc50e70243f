import { grouped } from '../../base/grouped.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { laneRegions, type LaneRegion } from './regions/lane-region.ts';
import { movesOf, reach } from './regions/reach.ts';

/** Enough lanes of a fork must be able to close, or their meeting would be waited for without end. */
export function laneNeverMeets(graph: GraphOutline): readonly Mistake[] {
  const regions = laneRegions(graph);
  const stuck = regions.filter((region) => region.leaving.length === 0 && !canClose(graph, region));
  const stuckOf = grouped(stuck, ({ node }) => node);
  return stuck
    .filter(({ node, fork: { need, by, lanes } }) => {
      const needed = need === 'any' ? 1 : typeof need === 'number' ? need : lanes.length;
      return by === 'each' || lanes.length - (stuckOf.get(node)?.length ?? 0) < needed;
    })
    .map(({ entry, node, lane, then }) => {
      const said = `The lane "${entry}" of "${node.name}" can reach neither "${then}", where it meets the others, nor a final node. Lead it there.`;
      return mistake('lane-never-meets', lane.path, said);
    });
}

function canClose(graph: GraphOutline, { lane, then }: LaneRegion): boolean {
  const { nodes, open } = reach(graph, [lane], (node) =>
    node.kind === 'final' || node.name === then ? [] : movesOf(node),
  );
  return open || nodes.has(then) || [...nodes].some((name) => graph.nodes.get(name)?.kind === 'final');
}
