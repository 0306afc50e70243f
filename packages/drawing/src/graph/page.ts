import type { PlacedNode, Route } from './placed.ts';
import { edgeLabel, labelHeight, labelWidth, type Point } from './shape.ts';

/** Where everything of a diagram is drawn, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly Route[];
}

/** How much is left free around what is drawn. */
const margin = 8;

/** A layout whose page has room for all texts: it is larger, and all is moved, where some stand out of it. */
export function onPage({ width, height, nodes, edges }: Layout): Layout {
  let [left, top, right, bottom] = [0, 0, width, height];
  for (const { edge, label } of edges) {
    const text = edgeLabel(edge);
    if (label === undefined || text === undefined) continue;
    const [across, down] = [labelWidth(text) / 2 + margin, labelHeight / 2 + margin];
    left = Math.min(left, label.x - across);
    right = Math.max(right, label.x + across);
    top = Math.min(top, label.y - down);
    bottom = Math.max(bottom, label.y + down);
  }
  const size = { width: right - left, height: bottom - top };
  if (left === 0 && top === 0) return { ...size, nodes, edges };
  const moved = <Place extends Point>(place: Place): Place => ({ ...place, x: place.x - left, y: place.y - top });
  return {
    ...size,
    nodes: nodes.map((node) => ({ ...node, box: moved(node.box) })),
    edges: edges.map((route) => ({
      ...route,
      points: route.points.map(moved),
      label: route.label === undefined ? undefined : moved(route.label),
    })),
  };
}
