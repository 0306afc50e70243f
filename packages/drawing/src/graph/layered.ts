/**
 * What is in one box, in rows: nodes, the texts beside lines, and between them the lines, none of which goes back by a row on its way.
 *
 * 1. Each node, each text and each line that passes a row has a place of its own there: so a line that goes straight past rows, and sideways only between
 *    them, crosses nothing.
 * 2. Lines that go on through the border of the box do at gates, in a row above or below all others.
 */

import { Graph, layout } from '@dagrejs/dagre';
import { backward } from './backward.ts';
import type { Point } from './shape.ts';

/** Room for a node, or for a text. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A node to place, with the room that its loops need to the right of it. */
export interface Cell extends Size {
  readonly id: string;
  /** Where the graph starts. */
  readonly isStart: boolean;
  readonly loops: Size | undefined;
}

/** A line between two nodes, or a node and a gate. */
export interface Strand {
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly text: Size | undefined;
  readonly weight: number;
}

/** In which row each node and gate is; rows of texts are between those of nodes. */
export type Rows = ReadonlyMap<string, number>;

/** The way of a line between the rows of its ends. */
export interface Way {
  /** Where the row of the node that it leaves ends, and that of the one which it reaches begins, at the middles of these. */
  readonly start: Point;
  readonly end: Point;
  /** Where it enters and leaves each row between them. */
  readonly through: readonly Point[];
  readonly label: Point | undefined;
}

/** Where all is, from the upper left of what is drawn. */
export interface Layered extends Size {
  readonly places: ReadonlyMap<string, Point>;
  readonly ways: ReadonlyMap<number, Way>;
  readonly rows: Rows;
}

/** A node as the layout knows it: of "constructor" or "toString" it would find what every object has. */
function keyOf(id: string): string {
  return `node ${id}`;
}

/** How far lines are kept from the border of what they are in. */
const lineMargin = 8;

/** How far to the right of a node the room for its loops begins: half of what is between nodes, and half of what is between lines. */
const loopDistance = 27;

/** Lays out nodes and lines; in given rows, or in the best ones. */
export function layered(cells: readonly Cell[], strands: readonly Strand[], rows?: Rows): Layered {
  const isTurned = upwards(cells, strands, rows);
  const keysOf = (strand: Strand): { v: string; w: string; name: string } => {
    const [v, w] = isTurned(strand) ? [strand.to, strand.from] : [strand.from, strand.to];
    return { v: keyOf(v), w: keyOf(w), name: String(strand.key) };
  };
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 56, edgesep: 18, ...(rows && { ranker: inRows(rows) }) });
  for (const { id, width, height, loops } of cells) {
    graph.setNode(keyOf(id), { width, height });
    if (loops !== undefined) graph.setEdge(keyOf(id), keyOf(id), { ...loops, labelpos: 'c' }, 'loops');
  }
  for (const strand of strands) {
    graph.setEdge(keysOf(strand), { ...strand.text, labelpos: 'c', weight: strand.weight });
  }
  layout(graph);
  const nodeOf = (id: string): Placed => graph.node(keyOf(id)) as Placed;
  const passed = strands.map((strand): Passed => {
    const { points, x, y } = graph.edge(keysOf(strand)) as { points: Point[] } & Partial<Point>;
    const bends = points.slice(1, -1);
    const label = strand.text === undefined || x === undefined || y === undefined ? undefined : { x, y };
    return { strand, bends: isTurned(strand) ? bends.toReversed() : bends, label };
  });
  return fromCorner(cells, passed, nodeOf);
}

type Placed = Point & { rank: number };

interface Passed {
  readonly strand: Strand;
  readonly bends: readonly Point[];
  readonly label: Point | undefined;
}

/** Tells which lines lead upwards: they are laid out the other way round. */
function upwards(cells: readonly Cell[], strands: readonly Strand[], rows?: Rows): (strand: Strand) => boolean {
  if (rows !== undefined) return ({ from, to }) => (rows.get(from) ?? 0) > (rows.get(to) ?? 0);
  const back = backward(cells, strands);
  return (strand) => back.has(strand);
}

/** Says in which rows all is, in place of finding it. */
function inRows(rows: Rows): (graph: Graph<object, { rank: number }>) => void {
  return (graph) => {
    for (const key of graph.nodes()) graph.node(key).rank = rows.get(key.slice(keyOf('').length)) ?? 0;
  };
}

/** All of it from the upper left of what there is. */
function fromCorner(cells: readonly Cell[], passed: readonly Passed[], nodeOf: (id: string) => Placed): Layered {
  const half = halvesOf(cells, passed, nodeOf);
  const [xs, ys]: [number[], number[]] = [[], []];
  const reach = ({ x, y }: Point, { width, height }: Size): void => {
    xs.push(x - width / 2, x + width / 2);
    ys.push(y - height / 2, y + height / 2);
  };
  for (const { id, loops, ...size } of cells) {
    const place = nodeOf(id);
    reach(place, size);
    if (loops === undefined) continue;
    reach({ x: place.x + (size.width + loops.width) / 2 + loopDistance, y: place.y }, loops);
  }
  for (const { bends, label, strand } of passed) {
    for (const bend of bends) reach(bend, { width: 2 * lineMargin, height: 0 });
    if (label !== undefined && strand.text !== undefined) reach(label, strand.text);
  }
  const [left, top] = [least(xs), least(ys)];
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  const ways = passed.map((each): [number, Way] => [each.strand.key, wayOf(each, nodeOf, half, moved)]);
  return {
    width: -least(xs.map((x) => left - x)),
    height: -least(ys.map((y) => top - y)),
    places: new Map(cells.map(({ id }) => [id, moved(nodeOf(id))])),
    ways: new Map(ways),
    rows: new Map(cells.map(({ id }) => [id, nodeOf(id).rank])),
  };
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), numbers[0] ?? 0);
}

/** Gives half the height of the row whose middle is at a height. */
function halvesOf(
  cells: readonly Cell[],
  passed: readonly Passed[],
  nodeOf: (id: string) => Placed,
): (y: number) => number {
  const halves = new Map<number, number>();
  const take = (y: number, height: number): void => {
    halves.set(Math.round(y), Math.max(halves.get(Math.round(y)) ?? 0, height / 2));
  };
  for (const { id, height, loops } of cells) take(nodeOf(id).y, Math.max(height, loops?.height ?? 0));
  for (const { label, strand } of passed) if (label !== undefined) take(label.y, strand.text?.height ?? 0);
  return (y) => halves.get(Math.round(y)) ?? 0;
}

function wayOf(
  { strand, bends, label }: Passed,
  nodeOf: (id: string) => Placed,
  half: (y: number) => number,
  moved: (point: Point) => Point,
): Way {
  const [from, to] = [nodeOf(strand.from), nodeOf(strand.to)];
  const forward = to.y > from.y ? 1 : -1;
  const past = ({ x, y }: Point): readonly Point[] =>
    half(y) === 0
      ? [{ x, y }]
      : [
          { x, y: y - forward * half(y) },
          { x, y: y + forward * half(y) },
        ];
  return {
    start: moved({ x: from.x, y: from.y + forward * half(from.y) }),
    end: moved({ x: to.x, y: to.y - forward * half(to.y) }),
    through: bends.flatMap(past).map(moved),
    label: label === undefined ? undefined : moved(label),
  };
}
