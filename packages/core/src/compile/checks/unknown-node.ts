import { suggest } from '../../base/problem/nearest.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { fieldsOf, found } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline, Target } from '../outline/outline.ts';

/** Whatever names a node must name one of the graph. */
export function unknownNode(graph: GraphOutline): readonly Mistake[] {
  if (fieldsOf(graph.fields['nodes']) === undefined) return [];
  const known = [...graph.nodes.keys()];
  const targets = [graph.start, ...graph.ways, ...graph.migrated, ...[...graph.nodes.values()].flatMap(targetsOf)];
  return targets.flatMap(({ path, to }) => {
    if (to === undefined || graph.nodes.has(to)) return [];
    return [mistake('unknown-node', path, `There is no node ${found(to)} in this graph. ${suggest(to, known)}`)];
  });
}

function targetsOf(node: NodeOutline): readonly Target[] {
  return [...node.ways, ...(node.fork?.lanes ?? []).flatMap(({ needs }) => needs)];
}
