import type { Diagram } from '@cairn/core';
import { drawnText, textWidth } from './text.ts';

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

/** What is written beside a transition, as it is drawn; {@link edgeWords} is all of it. */
export function edgeLabel(edge: Diagram['edges'][number]): string | undefined {
  const words = edgeWords(edge);
  return words === undefined ? undefined : drawnText(words, 'edge');
}

/** What there is to say of a transition. */
export function edgeWords({ kind, label }: Diagram['edges'][number]): string | undefined {
  if (kind === 'error' || kind === 'join') return label === undefined ? kind : `${kind} ${label}`;
  return label;
}

/** How wide a text beside a transition is, with what is around it. */
export function labelWidth(text: string): number {
  return textWidth(text, 'edge') + 6;
}

/** How high a text beside a transition is. */
export const labelHeight = 16;

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

/** How much of a box's upper border is taken by its name, with what a page puts before it. */
export function titleWidth(name: string): number {
  return 34 + textWidth(drawnText(name, 'node'), 'node');
}
