import type { Box, Layout, Point } from '@cairn/drawing';
import { isInside } from '../src/graph/shape.ts';

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

/** Points all along a line that is vertical at each of its points. */
function along(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    return Array.from({ length: 33 }, (_, step) => {
      const share = step / 32;
      const bend = share * share * (3 - 2 * share);
      const down = 1.5 * share * (1 - share) + share ** 3;
      return { x: start.x + (end.x - start.x) * bend, y: start.y + (end.y - start.y) * down };
    });
  });
}

/** The lines that go through a node which is none of their ends, or through a subgraph that they do not belong to. */
export function crossings({ nodes, edges }: Layout): readonly string[] {
  return edges.flatMap(({ edge, points }) => {
    const isOwn = (id: string): boolean =>
      [edge.from, edge.to].some((end) => end === id || end.startsWith(`${id}.`)) || id.endsWith('@anywhere');
    const others = nodes.filter(({ node, isGroup }) =>
      isGroup ? !isOwn(node.id) : node.id !== edge.from && node.id !== edge.to && node.id !== `${edge.from}@anywhere`,
    );
    return others
      .filter(({ box }) => along(points).some((point) => isInside(point, box)))
      .map(({ node }) => `${edge.from} → ${edge.to} through ${node.id}`);
  });
}
