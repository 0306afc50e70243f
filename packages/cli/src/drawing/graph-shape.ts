import type { Diagram } from '@cairn/core';

/** A place in a drawing, in pixels from its upper left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its middle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Widths of text are taken to be this many pixels a letter: a layout needs no fonts. */
export const letter = { node: 7.6, edge: 6.2 };

/** What is written beside a transition. */
export function edgeLabel({ kind, label }: Diagram['edges'][number]): string | undefined {
  if (kind === 'error' || kind === 'join') return label === undefined ? kind : `${kind} ${label}`;
  return label;
}

/** How wide a text beside a transition is. */
export function labelWidth(text: string): number {
  return text.length * letter.edge + 6;
}

/** Whether two boxes share a point. */
export function overlaps(left: Box, right: Box): boolean {
  return (
    Math.abs(left.x - right.x) < (left.width + right.width) / 2 &&
    Math.abs(left.y - right.y) < (left.height + right.height) / 2
  );
}

/** Whether a point is in a box, or on its edge. */
export function isInside({ x, y }: Point, box: Box): boolean {
  return Math.abs(x - box.x) <= box.width / 2 + 0.5 && Math.abs(y - box.y) <= box.height / 2 + 0.5;
}
