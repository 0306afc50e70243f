import type { ForkOutline, GraphOutline, LaneOutline, NodeOutline, Way } from '../../outline/outline.ts';
import { reach } from './reach.ts';

/** A node that opens lanes, with its fork. */
export interface Forking {
  readonly node: NodeOutline;
  readonly fork: ForkOutline;
  /** Where its lanes meet. */
  readonly then: string;
}

/** The part of a graph that a lane can be in, the lanes it opens itself included. */
export interface LaneRegion extends Forking {
  readonly lane: LaneOutline;
  /** The node it starts at. */
  readonly entry: string;
  readonly nodes: ReadonlySet<string>;
  /** The ways by which it would leave its region for another's. */
  readonly leaving: readonly Way[];
}

const known = new WeakMap<GraphOutline, readonly LaneRegion[]>();

/** The regions of all lanes whose start and meeting are known; found once for a graph, for all the rules that ask. */
export function laneRegions(graph: GraphOutline): readonly LaneRegion[] {
  const regions = known.get(graph) ?? findRegions(graph);
  known.set(graph, regions);
  return regions;
}

function findRegions(graph: GraphOutline): readonly LaneRegion[] {
  const forks = forksOf(graph);
  const inner = new Map(forks.map((fork) => [fork, insideOf(graph, fork)]));
  return forks.flatMap((own) => {
    const outer = forks.filter((other) => other !== own && inner.get(other)?.has(own.node.name) === true);
    const foreign = new Set([own.node.name, ...outer.flatMap(({ node, then }) => [node.name, then])]);
    const regions: LaneRegion[] = [];
    for (const lane of own.fork.lanes) {
      if (lane.to === undefined || lane.to === own.then || !graph.nodes.has(lane.to)) continue;
      regions.push({ ...own, lane, entry: lane.to, ...regionOf(graph, own, lane, foreign, forks) });
    }
    return regions;
  });
}

/** The nodes that open lanes which have a known place to meet. */
function forksOf(graph: GraphOutline): readonly Forking[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const { fork } = node;
    return fork?.then.to === undefined || !graph.nodes.has(fork.then.to) ? [] : [{ node, fork, then: fork.then.to }];
  });
}

/** All that the lanes of a fork can reach before they meet. */
function insideOf(graph: GraphOutline, { fork, node: own, then }: Forking): ReadonlySet<string> {
  const inside = (ways: readonly Way[]) => ways.filter(({ to }) => to !== then && to !== own.name);
  return reach(graph, inside(fork.lanes), (node) => (node.kind === 'final' ? [] : inside(node.ways))).nodes;
}

function regionOf(
  graph: GraphOutline,
  { node: own, then }: Forking,
  lane: LaneOutline,
  foreign: ReadonlySet<string>,
  forks: readonly Forking[],
): Pick<LaneRegion, 'nodes' | 'leaving'> {
  const leaving: Way[] = [];
  const leaves = ({ to }: Way): boolean => {
    const target = to === undefined ? undefined : graph.nodes.get(to);
    return target !== undefined && target.kind !== 'final' && foreign.has(target.name);
  };
  const inside = (ways: readonly Way[]): readonly Way[] => {
    const rest = ways.filter(({ to }) => to !== then);
    leaving.push(...rest.filter(leaves));
    return rest.filter((way) => !leaves(way));
  };
  const { nodes, open } = reach(graph, inside([lane]), (node) => (node.kind === 'final' ? [] : inside(node.ways)));
  if (!open)
    leaving.push(
      ...strayingWays(
        graph,
        nodes,
        lane,
        forks.filter(({ node }) => node !== own),
        then,
      ),
    );
  return { nodes, leaving };
}

/** The ways of a region to where lanes meet that were opened elsewhere. */
function strayingWays(
  graph: GraphOutline,
  nodes: ReadonlySet<string>,
  lane: LaneOutline,
  others: readonly Forking[],
  then: string,
): readonly Way[] {
  const within = others.filter(({ node }) => nodes.has(node.name)).map((other) => other.then);
  const foreign = new Set(
    others
      .filter(({ node }) => !nodes.has(node.name))
      .map((other) => other.then)
      .filter((to) => nodes.has(to)),
  );
  for (const to of [then, ...within]) foreign.delete(to);
  const ways = [lane, ...[...nodes].flatMap((name) => graph.nodes.get(name)?.ways ?? [])];
  return ways.filter(({ to }) => to !== undefined && foreign.has(to) && graph.nodes.get(to)?.kind !== 'final');
}
