import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { reach, waysOf } from './regions/reach.ts';

/** Every node can be reached from the start, from an event of the whole graph, or from an older version's node. */
export function unreachableNode(graph: GraphOutline): readonly Mistake[] {
  const { nodes, open } = reach(graph, [graph.start, ...graph.ways, ...graph.migrated], waysOf);
  if (open) return [];
  return [...graph.nodes.values()].flatMap(({ name, path }) => {
    if (nodes.has(name)) return [];
    const said = `Nothing leads to node "${name}" from "${String(graph.start.to)}", where the graph starts. Name it where it should be reached, or remove it.`;
    return [mistake('unreachable-node', path, said)];
  });
}
