import type { GraphOutline, NodeOutline, Target, Way } from '../../outline/outline.ts';

/** Where one can get to. */
export interface Reached {
  readonly nodes: ReadonlySet<string>;
  /** Whether a way leads to no known node, so that it might be meant to lead anywhere. */
  readonly open: boolean;
}

/** The nodes that targets lead to, and on from there by the ways that `onward` gives for each. */
export function reach(
  graph: GraphOutline,
  targets: Iterable<Target>,
  onward: (node: NodeOutline) => Iterable<Target>,
): Reached {
  const nodes = new Set<string>();
  const due = [...targets];
  let open = false;
  for (let target = due.pop(); target !== undefined; target = due.pop()) {
    const node = target.to === undefined ? undefined : graph.nodes.get(target.to);
    if (node === undefined) open = true;
    else if (!nodes.has(node.name)) {
      nodes.add(node.name);
      due.push(...onward(node));
    }
  }
  return { nodes, open };
}

/** All ways out of a node. */
export function waysOf(node: NodeOutline): readonly Way[] {
  return node.ways;
}

/** The ways that the lane at a node can itself take; the lanes it opens go their own. */
export function movesOf(node: NodeOutline): readonly Way[] {
  return node.ways.filter(({ kind }) => kind !== 'lane');
}
