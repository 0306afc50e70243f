import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';

/** A node has one activity: a function or a subgraph. */
export function twoActivities(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(({ name, path, fields }) => {
    if (fields['run'] === undefined || fields['graph'] === undefined) return [];
    const said = `Node "${name}" has both "run" and "graph". Make two nodes of it, one leading to the other.`;
    return [mistake('two-activities', `${path}.graph`, said)];
  });
}
