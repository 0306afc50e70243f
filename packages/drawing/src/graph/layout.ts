import { Graph, layout } from '@dagrejs/dagre';
import type { Diagram } from '@cairn/core';
import { edgeEnds, entered, type EdgeEnds } from '@cairn/core/inspect';
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

/** Places the nodes and edges of a diagram; subgraphs are boxes around their nodes, and states around those within. */
export function layoutOf({ nodes, edges }: Diagram): Layout {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 56, edgesep: 18, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const groups = new Set(nodes.flatMap(({ parent }) => parent ?? []));
  const exit = exitOf(nodes, groups);
  const endsOf = edgeEnds({ nodes });
  const joined = edges.map((edge) => ({ edge, ...drawnEnds(endsOf(edge)) }));
  const all = [...nodes, ...anywheres(joined)];
  for (const { id, name, label } of all) {
    graph.setNode(keyOf(id), {
      width: Math.max(72, textWidth(drawnText(label ?? name, 'node'), 'node') + 28),
      height: 36,
    });
  }
  for (const { id, parent } of all) if (parent !== undefined) graph.setParent(keyOf(id), keyOf(parent));
  const keysOf = ({ from, to }: Ends): readonly [string, string] => [keyOf(exit(from)), keyOf(entered(nodes, to))];
  for (const [index, { edge, ...ends }] of joined.entries()) {
    const room = { ...spaceOf(edge, ends.from === ends.to), weight: edge.kind === 'error' ? 1 : 3 };
    graph.setEdge(...keysOf(ends), room, String(index));
  }
  layout(graph);
  const boxOf = (id: string): Box => graph.node(keyOf(id)) as Box;
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const lines = joined.map(({ edge, ...ends }, index): Line => {
    const [v, w] = keysOf(ends);
    const { points, x, y } = graph.edge({ v, w, name: String(index) }) as Placed;
    const isLabelled = edgeLabel(edge) !== undefined && x !== undefined && y !== undefined;
    return { edge, ...ends, bends: points.slice(1, -1), label: isLabelled ? { x, y } : undefined };
  });
  const placed = all.map((node) => ({ node, box: boxOf(node.id), isGroup: groups.has(node.id) }));
  return onPage({ width, height, nodes: placed, edges: routes(lines, placed) });
}

type Placed = { points: Point[] } & Partial<Point>;

/** The room that an edge needs beside its line: for its label, and where it leads back to its own node for a loop. */
function spaceOf(edge: DiagramEdge, isLoop: boolean): object {
  const text = edgeLabel(edge);
  if (isLoop) return { width: text === undefined ? 30 : labelWidth(text) + 30, height: labelHeight, labelpos: 'c' };
  return text === undefined ? {} : { width: labelWidth(text) + 4, height: labelHeight, labelpos: 'c' };
}

/** The nodes at which an edge is drawn. */
type Ends = Pick<Line, 'from' | 'to'>;

/** The nodes of an edge, where it begins anywhere that of what stands for that. */
function drawnEnds({ from, to, isAnywhere }: EdgeEnds): Ends {
  return { from: isAnywhere ? `${from}${anywhere}` : from, to };
}

function anywheres(ends: readonly Ends[]): readonly DiagramNode[] {
  const ids = new Set(ends.map(({ from }) => from).filter((id) => id.endsWith(anywhere)));
  return [...ids].map((id) => {
    const parent = id.slice(0, -anywhere.length);
    return { id, name: 'anywhere', kind: 'pass', ...(parent !== '' && { parent }) };
  });
}

/** An edge cannot begin at a box of nodes, so it does at the node where the box is left. */
function exitOf(nodes: readonly DiagramNode[], groups: ReadonlySet<string>): (id: string) => string {
  const find = (id: string): string => {
    if (!groups.has(id)) return id;
    const inside = nodes.filter(({ parent }) => parent === id);
    return find((inside.find(({ kind }) => kind === 'final') ?? inside.at(-1))?.id ?? id);
  };
  return find;
}
