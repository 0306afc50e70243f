import type { ActiveAt, Drawing, DrawnState } from '../base/drawing.ts';
import type { AnyGraph } from '../definition/facts.ts';
import type { Fields, Staying, Way, WayKind } from './outline/outline.ts';
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
  /** There where it is no node of a graph, but a state within the node that holds it. */
  readonly state?: DrawnState['kind'];
  /** Of such a state: another id that is its own. */
  readonly alias?: string;
  /** Of a history: it stands for all that was active below what holds it. */
  readonly deep?: true;
  /** Of a node with such states: where the state of its lane tells which are active. */
  readonly active?: ActiveAt;
  /** Of such a node: where that tells what was taken and come to. */
  readonly went?: ActiveAt;
}

/** A transition of a diagram. */
export interface DiagramEdge {
  /** The id of the node that is left; of the node that holds the graph, empty for the whole, where it is left from anywhere in it. */
  readonly from: string;
  readonly to: string;
  readonly kind: WayKind;
  /** The case or its guard, the event, the duration, how many lanes are needed. */
  readonly label?: string;
  /** Between states within a node: what that calls it, where it tells what was taken. */
  readonly id?: string;
}

/** What is drawn of a graph: its outline has that, and so has what is kept of a plan. */
export interface Drawable {
  readonly name: string;
  readonly start: { readonly to: string | undefined };
  readonly ways: readonly Omit<Way, 'path'>[];
  readonly nodes: ReadonlyMap<string, DrawableNode>;
}

/** What is drawn of a node. */
interface DrawableNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly fields: Fields;
  readonly ways: readonly Omit<Way, 'path'>[];
  readonly stays: readonly Staying[];
  readonly child?: Drawable;
  /** Where it hosts something, the states of that. */
  readonly plan?: { readonly drawing?: Drawing };
}

/** What a graph looks like; every transition that can ever be taken is an edge of it. */
export function diagram(graph: AnyGraph): Diagram {
  return drawingOf(readGraphs(graph).graphs[0]);
}

/** A drawing of what there is. */
export function drawingOf(root: Drawable | undefined): Diagram {
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  if (root !== undefined) draw(root, undefined, nodes, edges);
  return Object.freeze({ name: root?.name ?? '', nodes: Object.freeze(nodes), edges: Object.freeze(edges) });
}

function draw(graph: Drawable, parent: string | undefined, nodes: DiagramNode[], edges: DiagramEdge[]): void {
  const idOf = (name: string) => (parent === undefined ? name : `${parent}.${name}`);
  const connect = (from: string, { to, kind, label }: Omit<Way, 'path'>) => {
    if (to === undefined || !graph.nodes.has(to)) return;
    edges.push(Object.freeze({ from, to: idOf(to), kind, ...(label !== undefined && { label }) }));
  };
  for (const way of graph.ways) connect(parent ?? '', way);
  for (const node of graph.nodes.values()) {
    const { name, kind, fields, ways, stays, child, plan } = node;
    const { label } = fields;
    const drawing = child === undefined ? plan?.drawing : undefined;
    const id = idOf(name);
    nodes.push(
      Object.freeze({
        id,
        name,
        kind,
        ...(parent !== undefined && { parent }),
        ...(graph.start.to === name && { start: true }),
        ...(typeof label === 'string' && { label }),
        ...(drawing && { active: drawing.active }),
        ...(drawing?.went && { went: drawing.went }),
      }),
    );
    for (const way of ways) connect(id, way);
    // What it does where it stays, its states say.
    for (const stay of drawing === undefined ? stays : [])
      connect(id, { to: name, kind: stay.kind, label: `${stay.label} (stays)` });
    if (child !== undefined) draw(child, id, nodes, edges);
    if (drawing !== undefined) drawStates(drawing, id, nodes, edges);
  }
}

/** What a state is drawn as, among nodes. */
const looks: Readonly<Record<DrawnState['kind'], NodeKind>> = {
  atomic: 'wait',
  compound: 'graph',
  parallel: 'graph',
  final: 'final',
  history: 'pass',
  always: 'pass',
};

function drawStates(drawing: Drawing, holder: string, nodes: DiagramNode[], edges: DiagramEdge[]): void {
  const idOf = (id: string) => `${holder}.${id}`;
  const known = new Set(drawing.nodes.map(({ id }) => id));
  for (const { id, kind, parent, ...told } of drawing.nodes) {
    const held = parent === undefined || !known.has(parent) ? holder : idOf(parent);
    nodes.push(Object.freeze({ ...told, id: idOf(id), kind: looks[kind], parent: held, state: kind }));
  }
  for (const { from, to, ...told } of drawing.edges) {
    if (!known.has(to) || (from !== '' && !known.has(from))) continue;
    edges.push(Object.freeze({ ...told, from: from === '' ? holder : idOf(from), to: idOf(to) }));
  }
}
