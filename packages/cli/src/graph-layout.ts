import { Graph, layout } from '@dagrejs/dagre';
import type { Diagram } from '@cairn/core';

type DiagramNode = Diagram['nodes'][number];
type DiagramEdge = Diagram['edges'][number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its middle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a diagram is drawn. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly node: DiagramNode; readonly box: Box; readonly isGroup: boolean }[];
  readonly edges: readonly {
    readonly edge: DiagramEdge;
    readonly points: readonly Point[];
    readonly label: Point | undefined;
  }[];
}

/** The id of what stands for any node of a graph. */
export const anywhere = '@anywhere';

/** Widths of text are taken to be this many pixels a letter: a layout needs no fonts. */
const letter = { node: 7.6, edge: 6.2 };

/** Places the nodes and edges of a diagram; subgraphs are boxes around their nodes. */
export function layoutOf({ nodes, edges }: Diagram): Layout {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 46, edgesep: 18, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const groups = new Set(nodes.flatMap(({ parent }) => parent ?? []));
  const all = [...nodes, ...anywheres(edges, parents)];
  for (const { id, name, label } of all) {
    graph.setNode(id, { width: Math.max(56, Array.from(label ?? name).length * letter.node + 28), height: 36 });
  }
  for (const { id, parent } of all) if (parent !== undefined) graph.setParent(id, parent);
  const ends = { entry: entryOf(nodes, groups), exit: exitOf(nodes, groups) };
  for (const [index, edge] of edges.entries()) {
    const from = sourceOf(edge, parents);
    const text =
      edge.label === undefined ? {} : { width: edge.label.length * letter.edge + 10, height: 16, labelpos: 'c' };
    graph.setEdge(
      ends.exit(from),
      ends.entry(edge.to),
      { ...text, weight: edge.kind === 'error' ? 1 : 3 },
      String(index),
    );
  }
  layout(graph);
  const boxOf = (id: string): Box => graph.node(id) as Box;
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: all.map((node) => ({ node, box: boxOf(node.id), isGroup: groups.has(node.id) })),
    edges: edges.map((edge, index) => {
      const from = sourceOf(edge, parents);
      const placed = graph.edge({ v: ends.exit(from), w: ends.entry(edge.to), name: String(index) }) as {
        points: Point[];
      } & Partial<Point>;
      const leaving = groups.has(from) ? clipped(placed.points, boxOf(from)) : placed.points;
      const points = groups.has(edge.to) ? clipped(leaving.toReversed(), boxOf(edge.to)).toReversed() : leaving;
      const label =
        edge.label === undefined || placed.x === undefined || placed.y === undefined
          ? undefined
          : { x: placed.x, y: placed.y };
      return { edge, points, label };
    }),
  };
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

/** A line that begins inside a box, from where it leaves it. */
function clipped(points: readonly Point[], box: Box): readonly Point[] {
  const first = points.findIndex((point) => !isInside(point, box));
  const [inside, outside] = [points[first - 1], points[first]];
  if (inside === undefined || outside === undefined) return points;
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (isInside(between(inside, outside, middle), box)) low = middle;
    else high = middle;
  }
  return [between(inside, outside, high), ...points.slice(first)];
}

function isInside({ x, y }: Point, box: Box): boolean {
  return Math.abs(x - box.x) <= box.width / 2 && Math.abs(y - box.y) <= box.height / 2;
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
