import type { Diagram } from '@cairn/core';
import { edgeEnds } from '@cairn/core/inspect';
import type { Box, Layout, PlacedNode, Point, Route } from '@cairn/drawing';
import { edgeLabel, labelHeight, labelWidth, overlaps } from '../src/graph/shape.ts';
import { drawnText, textWidth } from '../src/graph/text.ts';

/** Whether a point is on the edge of a box. */
export function touches({ x, y }: Point, box: Box): boolean {
  const [across, down] = [Math.abs(x - box.x) - box.width / 2, Math.abs(y - box.y) - box.height / 2];
  return Math.abs(Math.max(across, down)) < 1.5;
}

/** Whether a box is within another. */
export function isInBox(box: Box, around: Box): boolean {
  const across = Math.abs(box.x - around.x) + box.width / 2 - around.width / 2;
  const down = Math.abs(box.y - around.y) + box.height / 2 - around.height / 2;
  return Math.max(across, down) <= 0.5;
}

function isWithin({ x, y }: Point, box: Box): boolean {
  return Math.abs(x - box.x) < box.width / 2 - 0.6 && Math.abs(y - box.y) < box.height / 2 - 0.6;
}

/** Points all along a line as it is drawn, some two pixels apart at most. */
function along({ points, isLoop }: Pick<Route, 'points' | 'isLoop'>): readonly Point[] {
  if (isLoop === true) {
    const [first, around, last] = points as [Point, Point, Point];
    return curved(first, { x: around.x, y: first.y - 8 }, { x: around.x, y: last.y + 8 }, last);
  }
  return points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    const y = (start.y + end.y) / 2;
    return curved(start, { x: start.x, y }, { x: end.x, y }, end);
  });
}

function curved(start: Point, one: Point, two: Point, end: Point): readonly Point[] {
  const steps = Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / 2) + 16;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const [t, s] = [step / steps, 1 - step / steps];
    const at = (axis: 'x' | 'y'): number =>
      s ** 3 * start[axis] + 3 * s * s * t * one[axis] + 3 * s * t * t * two[axis] + t ** 3 * end[axis];
    return { x: at('x'), y: at('y') };
  });
}

/** A line as it is drawn: between which nodes, and all its points. */
interface Drawn {
  readonly route: Route;
  readonly name: string;
  readonly ends: readonly [string, string];
  readonly samples: readonly Point[];
  /** What all of it is in. */
  readonly extent: Box;
}

function drawnLines({ edges }: Layout, { nodes }: Diagram): readonly Drawn[] {
  const endsOf = edgeEnds({ nodes });
  return edges.map((route) => {
    const { from, to, isAnywhere } = endsOf(route.edge);
    const name = `${route.edge.from} → ${route.edge.to} "${edgeLabel(route.edge) ?? ''}"`;
    const samples = along(route);
    return { route, name, ends: [isAnywhere ? `${from}@anywhere` : from, to], samples, extent: extentOf(samples) };
  });
}

function extentOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** Whether a line goes through a box. */
function passes({ samples, extent }: Drawn, box: Box): boolean {
  const isNear =
    Math.abs(extent.x - box.x) <= (extent.width + box.width) / 2 &&
    Math.abs(extent.y - box.y) <= (extent.height + box.height) / 2;
  return isNear && samples.some((point) => isWithin(point, box));
}

/** How often a line goes into a box or out of it. */
function crossed({ samples }: Drawn, box: Box): number {
  const inside = samples.map((point) => isWithin(point, box));
  return inside.filter((is, at) => at > 0 && is !== inside[at - 1]).length;
}

/** Tells of a box whether a node is in it, at any depth. */
function holding({ nodes }: Layout): (holder: string, id: string) => boolean {
  const parents = new Map(nodes.map(({ node }) => [node.id, node.parent]));
  return (holder, id) => {
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) if (at === holder) return true;
    return false;
  };
}

/** A line is outside of each node and box that does not hold one of its ends, within each that holds both, and crosses the border of one that holds one of them once. */
export function strayLines(layout: Layout, diagram: Diagram): readonly string[] {
  const isIn = holding(layout);
  const page: Box = { x: layout.width / 2, y: layout.height / 2, width: layout.width, height: layout.height };
  return drawnLines(layout, diagram).flatMap((line) => {
    const { name, ends, extent } = line;
    const wrongs = isInBox(extent, page) ? [] : [`${name} leaves the page`];
    for (const { node, box } of layout.nodes) {
      const held = ends.filter((end) => isIn(node.id, end)).length;
      if (held === 0 && passes(line, box)) wrongs.push(`${name} through ${node.id}`);
      if (held === 1 && crossed(line, box) !== 1)
        wrongs.push(`${name} crosses the border of ${node.id} more than once`);
      if (held === 2 && !isInBox(extent, box)) wrongs.push(`${name} out of ${node.id}`);
    }
    return wrongs;
  });
}

/** The texts beside lines, and where each stands. */
function labelsOf(lines: readonly Drawn[]): readonly (Drawn & { readonly box: Box })[] {
  return lines.flatMap((line) => {
    const [text, place] = [edgeLabel(line.route.edge), line.route.label];
    return text === undefined || place === undefined
      ? []
      : [{ ...line, box: { ...place, width: labelWidth(text), height: labelHeight } }];
  });
}

/** Where a line's arrow is. */
function arrowOf({ points, isLoop }: Route): Box {
  const [before, end] = points.slice(-2) as [Point, Point];
  const size = { width: 8, height: 8 };
  return isLoop === true
    ? { x: end.x + 4, y: end.y, ...size }
    : { x: end.x, y: end.y + 4 * Math.sign(before.y - end.y), ...size };
}

/** Where the name of a box stands: a page may have a button before it. */
function titleOf({ node, box }: PlacedNode): Box {
  const width = 26 + textWidth(drawnText(node.label ?? node.name, 'node'), 'node');
  return { x: box.x - box.width / 2 + width / 2, y: box.y - box.height / 2 + 13, width, height: 16 };
}

/** A text is wholly within each box that holds its line, wholly outside of each other one and of nodes, and off every arrow, every other text and every line but its own. */
export function strayLabels(layout: Layout, diagram: Diagram): readonly string[] {
  const isIn = holding(layout);
  const lines = drawnLines(layout, diagram);
  const labels = labelsOf(lines);
  return labels.flatMap(({ name, ends, box, route }, at) => [
    ...layout.nodes.flatMap((placed) => {
      const isHeld = ends.every((end) => isIn(placed.node.id, end));
      if (isHeld && overlaps(box, titleOf(placed))) return [`${name} lies on the name of ${placed.node.id}`];
      const isRight = isHeld ? isInBox(box, placed.box) : !overlaps(box, placed.box);
      return isRight ? [] : [`${name} lies ${isHeld ? 'out of' : 'on'} ${placed.node.id}`];
    }),
    ...labels.slice(at + 1).flatMap((other) => (overlaps(box, other.box) ? [`${name} lies on ${other.name}`] : [])),
    ...lines.flatMap((other) => {
      if (overlaps(box, arrowOf(other.route))) return [`${name} lies on the arrow of ${other.name}`];
      const isCrossed = other.route !== route && passes(other, box);
      return isCrossed ? [`${name} is crossed by ${other.name}`] : [];
    }),
  ]);
}

/** No line goes through the name of a box. */
export function crossedTitles(layout: Layout, diagram: Diagram): readonly string[] {
  const lines = drawnLines(layout, diagram);
  return layout.nodes
    .filter(({ isGroup }) => isGroup)
    .flatMap((placed) => {
      const title = titleOf(placed);
      const crossing = lines.filter((line) => passes(line, title));
      return crossing.map(({ name }) => `${name} through the name of ${placed.node.id}`);
    });
}
