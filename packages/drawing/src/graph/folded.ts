import type { Diagram } from '@cairn/core';

/** A diagram in which some subgraphs are folded: each stands as one node, and what is in it is left out. */
export function folded({ name, nodes, edges }: Diagram, isFolded: (id: string) => boolean): Diagram {
  const hidden = new Set<string>();
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  for (const { id } of nodes) {
    for (let holder = parents.get(id); holder !== undefined; holder = parents.get(holder)) {
      if (isFolded(holder)) hidden.add(id);
    }
  }
  return {
    name,
    nodes: nodes.filter(({ id }) => !hidden.has(id)),
    edges: edges.filter(({ from, to }) => !hidden.has(from) && !hidden.has(to)),
  };
}
