import { Graph, layout } from '@dagrejs/dagre';
import type { Diagram } from '@cairn/core';
import { routes, type Line } from './route.ts';
import { onPage, type Layout } from './page.ts';
import { edgeLabel, labelHeight, labelWidth, type Box, type Point } from './shape.ts';
import { drawnText, textWidth } from './text.ts';

type DiagramNode = Diagram['nodes'][number];
type DiagramEdge = Diagram['edges'][number];

/** The id of what stands for any node of a graph. */
export const anywhere = '@anywhere';

/** A node as the layout knows it: of "constructor" or "toString" it would find what every object has. */
function keyOf(id: string): string {
  return `node ${id}`;
}

/** Places the nodes and edges of a diagram; subgraphs are boxes around their nodes. */
export function layoutOf({ nodes, edges }: Diagram): Layout {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 56, edgesep: 18, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const groups = new Set(nodes.flatMap(({ parent }) => parent ?? []));
  const all = [...nodes, ...anywheres(edges, parents)];
  for (const { id, name, label } of all) {
    graph.setNode(keyOf(id), {
      width: Math.max(72, textWidth(drawnText(label ?? name, 'node'), 'node') + 28),
      height: 36,
    });
  }
  for (const { id, parent } of all) if (parent !== undefined) graph.setParent(keyOf(id), keyOf(parent));
  const ends = { entry: entryOf(nodes, groups), exit: exitOf(nodes, groups) };
  for (const [index, edge] of edges.entries()) {
    const from = sourceOf(edge, parents);
    graph.setEdge(
      keyOf(ends.exit(from)),
      keyOf(ends.entry(edge.to)),
      { ...spaceOf(edge), weight: edge.kind === 'error' ? 1 : 3 },
      String(index),
    );
  }
  layout(graph);
  const boxOf = (id: string): Box => graph.node(keyOf(id)) as Box;
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const lines = edges.map((edge, index): Line => {
    const from = sourceOf(edge, parents);
    const name = String(index);
    const { points, x, y } = graph.edge({ v: keyOf(ends.exit(from)), w: keyOf(ends.entry(edge.to)), name }) as Placed;
    const isLabelled = edgeLabel(edge) !== undefined && x !== undefined && y !== undefined;
    return { edge, from, bends: points.slice(1, -1), label: isLabelled ? { x, y } : undefined };
  });
  const placed = all.map((node) => ({ node, box: boxOf(node.id), isGroup: groups.has(node.id) }));
  return onPage({ width, height, nodes: placed, edges: routes(lines, placed) });
}

type Placed = { points: Point[] } & Partial<Point>;

/** The room that an edge needs beside its line: for its label, and where it leads back to its own node for a loop. */
function spaceOf(edge: DiagramEdge): object {
  const text = edgeLabel(edge);
  if (edge.from === edge.to)
    return { width: text === undefined ? 30 : labelWidth(text) + 30, height: labelHeight, labelpos: 'c' };
  return text === undefined ? {} : { width: labelWidth(text) + 4, height: labelHeight, labelpos: 'c' };
}

/** The node that an edge leaves: one for "anywhere", where it leaves a whole graph. */
function sourceOf({ from, to }: DiagramEdge, parents: ReadonlyMap<string, string | undefined>): string {
  return from === '' || parents.get(to) === from ? `${from}${anywhere}` : from;
}

function anywheres(
  edges: readonly DiagramEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): readonly DiagramNode[] {
  const ids = new Set(edges.map((edge) => sourceOf(edge, parents)).filter((id) => id.endsWith(anywhere)));
  return [...ids].map((id) => {
    const parent = id.slice(0, -anywhere.length);
    return { id, name: 'anywhere', kind: 'pass', ...(parent !== '' && { parent }) };
  });
}

/** An edge cannot end at a box of nodes, so it ends at the node where the box is entered. */
function entryOf(nodes: readonly DiagramNode[], groups: ReadonlySet<string>): (id: string) => string {
  const find = (id: string): string => {
    if (!groups.has(id)) return id;
    const inside = nodes.filter(({ parent }) => parent === id);
    return find((inside.find(({ start }) => start === true) ?? inside[0])?.id ?? id);
  };
  return find;
}

function exitOf(nodes: readonly DiagramNode[], groups: ReadonlySet<string>): (id: string) => string {
  const find = (id: string): string => {
    if (!groups.has(id)) return id;
    const inside = nodes.filter(({ parent }) => parent === id);
    return find((inside.find(({ kind }) => kind === 'final') ?? inside.at(-1))?.id ?? id);
  };
  return find;
}
