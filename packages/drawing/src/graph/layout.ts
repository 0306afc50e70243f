import type { Diagram } from '@cairn/core';
import { levelsOf } from './levels.ts';
import { nestOf } from './nest.ts';
import type { PlacedNode, Route } from './placed.ts';
import { routes } from './route.ts';
import type { Box } from './shape.ts';

/** Where everything of a diagram is drawn, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly Route[];
}

/** Places the nodes and edges of a diagram; subgraphs are boxes around their nodes, and states around those within. */
export function layoutOf(diagram: Diagram): Layout {
  const nest = nestOf(diagram);
  const levels = levelsOf(nest);
  const nodes = nest.nodes.map((node): PlacedNode => ({
    node,
    box: levels.boxes.get(node.id) as Box,
    isGroup: nest.inside.has(node.id),
  }));
  const names = new Map(nest.nodes.map(({ id, label, name }) => [id, label ?? name]));
  return {
    width: levels.width,
    height: levels.height,
    nodes,
    edges: routes(nest.lines, levels, (id) => names.get(id) ?? ''),
  };
}
