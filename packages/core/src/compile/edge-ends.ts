import type { Diagram } from './diagram.ts';

/** Where an edge is drawn. */
export interface EdgeEnds {
  readonly from: string;
  readonly to: string;
  /** There where it begins wherever something is in what it leaves: `from` holds `to`, or is empty for the whole. */
  readonly isAnywhere: boolean;
}

/** Tells where the edges of a diagram are drawn: none can begin or end at the box that holds its other end. */
export function edgeEnds({ nodes }: Pick<Diagram, 'nodes'>): (edge: Pick<EdgeEnds, 'from' | 'to'>) => EdgeEnds {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isIn = (id: string, holder: string): boolean => {
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) if (at === holder) return true;
    return false;
  };
  return ({ from, to }) => {
    const reached = isIn(from, to) ? entered(nodes, to) : to;
    return { from, to: reached, isAnywhere: from === '' || isIn(reached, from) };
  };
}

/** The node at which a node that holds others is entered; the node itself where it holds none. */
export function entered(nodes: Diagram['nodes'], id: string): string {
  const inside = nodes.filter(({ parent }) => parent === id);
  const first = inside.find(({ start }) => start === true) ?? inside[0];
  return first === undefined ? id : entered(nodes, first.id);
}
