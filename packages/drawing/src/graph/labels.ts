import type { PlacedNode, Route } from './placed.ts';
import { edgeLabel, labelHeight, labelWidth, overlaps, type Box, type Point } from './shape.ts';

/** How far a text is moved at a time to find a place, in pixels. */
const stride = { x: 24, y: labelHeight / 2 };

/** So far out places are looked for: beyond that there is no node of any drawing that has one more row than this. */
const farthest = 400;

/**
 * Gives the texts beside lines their places. A text never covers a node, and another text only where there is no place near: it stands where the
 * layout made room for it, or on its line, or beside that, or as near to its middle as there is room.
 */
export function labelled(routes: readonly Route[], nodes: readonly PlacedNode[]): readonly Route[] {
  const boxes = nodes.filter(({ isGroup }) => !isGroup).map(({ box }) => box);
  const taken: Box[] = [];
  return routes.map((route) => {
    const text = edgeLabel(route.edge);
    if (text === undefined) return { ...route, label: undefined };
    const size = { width: labelWidth(text), height: labelHeight };
    const isOn = (place: Point, others: readonly Box[]): boolean =>
      others.some((box) => overlaps({ ...place, ...size }, box));
    const wanted = [...(route.label === undefined ? [] : [route.label]), ...onLine(route.points, size.width)];
    const label =
      wanted.find((place) => !isOn(place, boxes) && !isOn(place, taken)) ??
      around(wanted[0] as Point, (place) => !isOn(place, boxes) && !isOn(place, taken)) ??
      around(wanted[0] as Point, (place) => !isOn(place, boxes)) ??
      wanted[0];
    taken.push({ ...(label as Point), ...size });
    return { ...route, label };
  });
}

/** Places on a line, those at its middle first, and beside it. */
function onLine(points: readonly Point[], width: number): readonly Point[] {
  const places = points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    return [0.5, 0.35, 0.65, 0.2, 0.8].map((share) => between(start, end, share));
  });
  const beside = places.flatMap(({ x, y }) => [-1, 1].map((side) => ({ x: x + side * (width / 2 + 4), y })));
  return [...places, ...beside];
}

/** A point of a curve that is vertical at both of its ends. */
function between(from: Point, to: Point, share: number): Point {
  const bend = share * share * (3 - 2 * share);
  const down = 1.5 * share * (1 - share) + share ** 3;
  return { x: from.x + (to.x - from.x) * bend, y: from.y + (to.y - from.y) * down };
}

/** The nearest place around a point, in growing rings, that is left. */
function around({ x, y }: Point, isFree: (place: Point) => boolean): Point | undefined {
  for (let ring = 1; ring * stride.y <= farthest; ring++) {
    for (let down = -ring; down <= ring; down++) {
      const across =
        Math.abs(down) === ring ? Array.from({ length: 2 * ring + 1 }, (_, at) => at - ring) : [-ring, ring];
      const found = across
        .map((step) => ({ x: x + step * stride.x, y: y + down * stride.y }))
        .find((place) => isFree(place));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
