import type { GraphOutline, ListOutline } from '../../outline/outline.ts';

/** Every list of a graph and its nodes, in the order of the literal. */
export function listsOf(graph: GraphOutline): readonly ListOutline[] {
  return [...graph.lists, ...[...graph.nodes.values()].flatMap(({ lists }) => lists)];
}
