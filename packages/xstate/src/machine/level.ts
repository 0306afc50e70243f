import type { Drawing, Plan } from '@cairn/core';

/** One graph of a plan. */
export type GraphPlan = Plan['graphs'][string];
/** A node of it. */
export type NodePlan = GraphPlan['nodes'][string];
/** How a node leads to lanes. */
export type Forking = Extract<NonNullable<NodePlan['next']>, { readonly then: string }>;

/** What a graph is made a machine for: to be looked at, or to be walked through. */
export type Profile = 'viz' | 'model';

/** Names of states that stand for no node. No node can have such a name, for they hold spaces. */
export const extra = {
  /** A lane, or a subgraph, is not under way. */
  notBegun: 'not begun',
  /** A lane has come to where it meets the others. */
  met: 'has met',
  /** A node's activity goes on; the lanes that it opens come after it. */
  work: 'at work',
  /** The lanes of a node are open. */
  lanes: 'in lanes',
  /** The states that a node has drawn within it, beside its lanes. */
  drawn: 'in states',
} as const;

/** States side by side: the nodes that one lane can be at, of a whole graph or from where a fork opens lanes to where they meet. */
export interface Level {
  readonly graph: GraphPlan;
  /** The names of the states around. */
  readonly path: readonly string[];
  readonly entry: string;
  /** Where the lanes of a fork meet. */
  readonly then?: string;
  /** The lanes of the fork that one of this level waits for. */
  readonly needs?: readonly string[];
  /** The levels of all lanes of the fork, this one included. */
  readonly siblings?: readonly Level[];
  readonly nodes: readonly NodePlan[];
}

/** A node where it has a state. */
export interface Place {
  readonly level: Level;
  readonly node: NodePlan;
  readonly path: readonly string[];
  /** The names of the nodes that hold it and its own, joined by dots: `investigate.think`. */
  readonly id: string;
}

/** How the state of a node is made: it has none inside, those of a subgraph, those of lanes, or both one after the other. */
export type Shape = 'plain' | 'holds' | 'forks' | 'works, then forks';

/** The level of a whole graph of a plan. */
export function levelOf(plan: Plan, at: string, path: readonly string[]): Level {
  const graph = plan.graphs[at] as GraphPlan;
  const handlers = [...Object.values(graph.on).flat(), ...graph.after.flatMap((timer) => timer.handlers)];
  const moved = graph.migrations.flatMap(({ nodes }) => Object.values(nodes));
  const from = [graph.start, ...handlers.flatMap(({ to }) => to ?? []), ...moved];
  return { graph, path, entry: graph.start, nodes: nodesFrom(graph, from) };
}

/** The place of a node of a level. */
export function placeIn(level: Level, node: NodePlan): Place {
  const { graph, path } = level;
  const { name } = node;
  return { level, node, path: [...path, name], id: graph.at === '' ? name : `${graph.at}.${name}` };
}

/** How a node opens lanes that have states of their own: those of an `each` are as many as the state says, and a model shows none of them. */
export function forkOf({ next }: NodePlan, profile: Profile): Forking | undefined {
  if (next?.kind === 'all') return next;
  return next?.kind === 'each' && profile === 'viz' ? next : undefined;
}

export function shapeOf(node: NodePlan, profile: Profile): Shape {
  const works = node.kind === 'run' || node.kind === 'graph';
  if (forkOf(node, profile) !== undefined) return works ? 'works, then forks' : 'forks';
  return node.kind === 'graph' ? 'holds' : 'plain';
}

/** The states that a node has drawn within it, where its own state has them: those of a node with an activity and lanes, or a subgraph, are left out. */
export function drawnIn(node: NodePlan, profile: Profile): Drawing | undefined {
  const shape = shapeOf(node, profile);
  return profile === 'viz' && (shape === 'plain' || shape === 'forks') ? node.drawing : undefined;
}

/** The path of the states of a node's subgraph. */
export function heldPath({ node, path }: Pick<Place, 'node' | 'path'>, profile: Profile): readonly string[] {
  return shapeOf(node, profile) === 'holds' ? path : [...path, extra.work];
}

/** The path of the state that holds a node's lanes. */
export function lanesPath({ node, path }: Pick<Place, 'node' | 'path'>, profile: Profile): readonly string[] {
  return shapeOf(node, profile) === 'forks' ? path : [...path, extra.lanes];
}

/** The levels of the lanes that a node opens, one for each that is written. */
export function laneLevels(place: Place, profile: Profile): readonly Level[] {
  const fork = forkOf(place.node, profile);
  if (fork === undefined) return [];
  const { graph } = place.level;
  const { then } = fork;
  const entries = fork.kind === 'all' ? fork.entries : [{ to: fork.to, needs: [] }];
  const siblings: Level[] = entries.map(({ to: entry, needs }) => {
    const path = [...lanesPath(place, profile), entry];
    return { graph, path, entry, then, needs, nodes: nodesFrom(graph, [entry], then) };
  });
  return siblings.map((level) => ({ ...level, siblings }));
}

/** Where a lane of a level is once it went to a node. */
export function targetIn({ path, then }: Level, to: string): readonly string[] {
  return [...path, to === then ? extra.met : to];
}

/** The nodes that a lane may come to from these, lanes that it opens aside. */
function nodesFrom(graph: GraphPlan, from: readonly string[], then?: string): readonly NodePlan[] {
  const names = new Set(from);
  // A set takes what is added while it is gone through.
  for (const name of names) {
    for (const to of leadsTo(graph.nodes[name] as NodePlan)) if (to !== then) names.add(to);
  }
  return Object.values(graph.nodes).filter(({ name }) => names.has(name));
}

/** Where a node may lead the lane that is at it. */
function leadsTo({ next, on, after, onError = [] }: NodePlan): readonly string[] {
  const handlers = [...Object.values(on).flat(), ...after.flatMap((timer) => timer.handlers), ...onError];
  return [...nextOf(next), ...handlers.flatMap(({ to }) => to ?? [])];
}

function nextOf(next: NodePlan['next']): readonly string[] {
  if (next === undefined) return [];
  switch (next.kind) {
    case 'to':
      return [next.to];
    case 'cases':
      return [...next.cases.map(({ to }) => to), ...(next.otherwise === undefined ? [] : [next.otherwise])];
    case 'choose':
      return next.among;
    default:
      return [next.then, ...(next.onError ?? []).map(({ to }) => to)];
  }
}
