import type { AnyGraph } from '@cairn/core';

type Source = AnyGraph['source'];
type Node = Source['nodes'][string];

/**
 * The same graph without what stands around its activities: `verify`, `cache`, and the `timeout` of functions. What its activities come to is
 * given to a model, so all of these have had their say.
 */
export function bareGraph<G extends AnyGraph>(graph: G): G {
  return Object.freeze({ ...graph, source: bareSource(graph.source) });
}

function bareSource(source: Source): Source {
  const nodes = Object.entries(source.nodes).map(([name, node]) => [name, bareNode(node)]);
  return Object.freeze({ ...source, nodes: Object.fromEntries(nodes) as Source['nodes'] });
}

function bareNode({ verify: _verify, cache: _cache, timeout, ...node }: Node): Node {
  const { graph: child } = node;
  if (child === undefined) return node;
  const held = { ...child, source: bareSource(child.source) };
  return { ...node, graph: held, ...(timeout !== undefined && { timeout }) };
}
