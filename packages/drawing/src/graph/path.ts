import type { Route } from './placed.ts';
import type { Point } from './shape.ts';

/** The line of a transition, as the `d` of an SVG path. */
export function pathOf({ points, isLoop }: Pick<Route, 'points' | 'isLoop'>): string {
  return isLoop === true ? loop(points) : curve(points);
}

/** A line that is vertical at each of its points. */
function curve(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const before = points[at - 1];
      if (before === undefined) return `M${pair(point)}`;
      if (Math.abs(before.x - point.x) < 0.5) return `L${pair(point)}`;
      const y = (before.y + point.y) / 2;
      return `C${pair({ x: before.x, y })} ${pair({ x: point.x, y })} ${pair(point)}`;
    })
    .join(' ');
}

/** A line from a side of a box around a point and back. */
function loop([first, around, last]: readonly Point[]): string {
  if (first === undefined || around === undefined || last === undefined) return '';
  const [up, down] = [
    { x: around.x, y: first.y - 8 },
    { x: around.x, y: last.y + 8 },
  ];
  return `M${pair(first)} C${pair(up)} ${pair(down)} ${pair(last)}`;
}

function pair({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

/** A length in pixels, as it is written. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
