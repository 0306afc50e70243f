import type { Diagram } from '@cairn/core';
import type { Box, Point } from './shape.ts';

/** A transition as it is drawn: it is vertical at each of its points, or a loop at the side of a box. */
export interface Route {
  readonly edge: Diagram['edges'][number];
  readonly points: readonly Point[];
  readonly label: Point | undefined;
  /** There where it leads back to the box that it leaves. */
  readonly isLoop?: true;
}

/** A node where it is drawn; a subgraph is a box around its nodes. */
export interface PlacedNode {
  readonly node: Diagram['nodes'][number];
  readonly box: Box;
  readonly isGroup: boolean;
}
