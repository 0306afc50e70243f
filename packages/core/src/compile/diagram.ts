import type { AnyGraph } from '../definition/facts.ts';
import type { GraphOutline, NodeOutline, Way, WayKind } from './outline/outline.ts';
import { readGraphs } from './outline/read-graph.ts';
import type { NodeKind } from './plan.ts';

/** A graph as it is drawn: plain data, its subgraphs included. */
export interface Diagram {
  /** The name of the graph. */
  readonly name: string;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

/** A node of a diagram. */
export interface DiagramNode {
  /** The names of the nodes that hold it and its own, joined by dots: `investigate.think`. */
  readonly id: string;
  readonly name: string;
  readonly kind: NodeKind;
  /** The id of the node whose subgraph it belongs to. */
  readonly parent?: string;
  /** There where its graph starts. */
  readonly start?: true;
  readonly label?: string;
}

/** A transition of a diagram. */
export interface DiagramEdge {
  /** The id of the node that is left; of the node that holds the graph, empty for the whole, where it is left from anywhere in it. */
  readonly from: string;
  readonly to: string;
  readonly kind: WayKind;
  /** The case or its guard, the event, the duration, how many lanes are needed. */
  readonly label?: string;
}

/** What a graph looks like; every transition that can ever be taken is an edge of it. */
export function diagram(graph: AnyGraph): Diagram {
  const root = readGraphs(graph).graphs[0];
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  if (root !== undefined) draw(root, undefined, nodes, edges);
  return Object.freeze({ name: root?.name ?? '', nodes: Object.freeze(nodes), edges: Object.freeze(edges) });
}

function draw(graph: GraphOutline, parent: string | undefined, nodes: DiagramNode[], edges: DiagramEdge[]): void {
  const idOf = (name: string) => (parent === undefined ? name : `${parent}.${name}`);
  const connect = (from: string, { to, kind, label }: Way) => {
    if (to === undefined || !graph.nodes.has(to)) return;
    edges.push(Object.freeze({ from, to: idOf(to), kind, ...(label !== undefined && { label }) }));
  };
  for (const way of graph.ways) connect(parent ?? '', way);
  for (const node of graph.nodes.values()) {
    const id = idOf(node.name);
    nodes.push(drawn(node, id, parent, graph.start.to === node.name));
    for (const way of node.ways) connect(id, way);
    for (const { kind, label } of node.stays) connect(id, { to: node.name, path: '', kind, label: `${label} (stays)` });
    if (node.child !== undefined) draw(node.child, id, nodes, edges);
  }
}

function drawn(
  { name, kind, fields }: NodeOutline,
  id: string,
  parent: string | undefined,
  start: boolean,
): DiagramNode {
  const { label } = fields;
  return Object.freeze({
    id,
    name,
    kind,
    ...(parent !== undefined && { parent }),
    ...(start && { start }),
    ...(typeof label === 'string' && { label }),
  });
}
