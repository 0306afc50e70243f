import { grouped } from '../../../base/grouped.ts';
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

/** So many forks may be around a fork. What is found about each node is so often found at most, so that a graph costs as much as it is long. */
export const deepest = 64;

interface Found {
  readonly regions: readonly LaneRegion[];
  /** A fork with more around it than there may be, where there is one: no region is looked for then. */
  readonly deep?: Forking;
}

const known = new WeakMap<GraphOutline, Found>();

/** The regions of all lanes whose start and meeting are known; found once for a graph, for all the rules that ask. */
export function laneRegions(graph: GraphOutline): readonly LaneRegion[] {
  return foundIn(graph).regions;
}

/** A fork of a graph that has too many others around it. */
export function deepFork(graph: GraphOutline): Forking | undefined {
  return foundIn(graph).deep;
}

function foundIn(graph: GraphOutline): Found {
  const found = known.get(graph) ?? findRegions(graph);
  known.set(graph, found);
  return found;
}

/** The forks of a graph, by the nodes that open them and by where their lanes meet: asked by name, so that many of them are not gone through. */
interface Forks {
  readonly byNode: ReadonlyMap<string, Forking>;
  readonly byThen: ReadonlyMap<string, readonly Forking[]>;
}

function findRegions(graph: GraphOutline): Found {
  const all = forksOf(graph);
  const forks: Forks = {
    byNode: new Map(all.map((fork) => [fork.node.name, fork])),
    byThen: grouped(all, ({ then }) => then),
  };
  const around = aroundEach(graph, all, forks);
  if ('deep' in around) return { regions: [], ...around };
  const regionsOf = (own: Forking): readonly LaneRegion[] => {
    const outer = around.get(own) ?? [];
    const foreign = new Set([own.node.name, ...outer.flatMap(({ node, then }) => [node.name, then])]);
    const regions: LaneRegion[] = [];
    for (const lane of own.fork.lanes) {
      if (lane.to === undefined || lane.to === own.then || !graph.nodes.has(lane.to)) continue;
      regions.push({ ...own, lane, entry: lane.to, ...regionOf(graph, own, lane, foreign, forks) });
    }
    return regions;
  };
  return { regions: all.flatMap(regionsOf) };
}

/** The forks whose lanes can come to the node of each; or the first to which too many do. */
function aroundEach(
  graph: GraphOutline,
  all: readonly Forking[],
  { byNode }: Forks,
): ReadonlyMap<Forking, readonly Forking[]> | { readonly deep: Forking } {
  const around = new Map<Forking, Forking[]>();
  for (const outer of all) {
    for (const name of insideOf(graph, outer)) {
      const inner = byNode.get(name);
      if (inner === undefined || inner === outer) continue;
      const those = around.get(inner);
      if (those === undefined) around.set(inner, [outer]);
      else if (those.push(outer) > deepest) return { deep: inner };
    }
  }
  return around;
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
  forks: Forks,
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
  if (!open) leaving.push(...strayingWays(graph, nodes, lane, forks, { own, then }));
  return { nodes, leaving };
}

/** The ways of a region to where lanes meet that were opened elsewhere. */
function strayingWays(
  graph: GraphOutline,
  nodes: ReadonlySet<string>,
  lane: LaneOutline,
  { byNode, byThen }: Forks,
  { own, then }: { readonly own: NodeOutline; readonly then: string },
): readonly Way[] {
  const meetings = new Set([then]);
  for (const name of nodes) {
    const inner = name === own.name ? undefined : byNode.get(name);
    if (inner !== undefined) meetings.add(inner.then);
  }
  const isElsewhere = ({ node }: Forking) => node !== own && !nodes.has(node.name);
  const isForeign = (name: string): boolean =>
    nodes.has(name) && !meetings.has(name) && byThen.get(name)?.some(isElsewhere) === true;
  const ways = [lane, ...[...nodes].flatMap((name) => graph.nodes.get(name)?.ways ?? [])];
  return ways.filter(({ to }) => to !== undefined && isForeign(to) && graph.nodes.get(to)?.kind !== 'final');
}
