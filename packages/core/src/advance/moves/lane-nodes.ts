import type { GraphPlan, NodePlan } from '../../compile/plan.ts';
import type { Lane } from '../state/lane.ts';
import { graphOf, laneAt, nodeOf, type Turn } from './turn.ts';

/** The nodes that a lane of a fork can come to, its meeting included; undefined for a graph's own lane, which may be at any. */
export function nodesOfLane(turn: Turn, lane: Lane): ReadonlySet<string> | undefined {
  const parent = lane.parent === undefined ? undefined : laneAt(turn, lane.parent);
  const then = parent?.fork?.then;
  if (parent === undefined || then === undefined) return undefined;
  const graph = graphOf(turn, lane);
  const reached = new Set<string>([then]);
  const left = [...entriesOf(lane, nodeOf(turn, parent))];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    left.push(...waysOf(graph, name));
  }
  return reached;
}

/** Where a lane began; any of the fork's entries where the plan is another now and tells no more. */
function entriesOf({ path }: Lane, { next }: NodePlan): readonly string[] {
  if (next?.kind === 'each') return [next.to];
  const entries = next?.kind === 'all' ? next.entries.map(({ to }) => to) : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  return entries.includes(name) ? [name] : entries;
}

/** The nodes that the lane at a node goes to by itself; where it opens lanes, those are others. */
function waysOf(graph: GraphPlan, name: string): readonly string[] {
  const node = graph.nodes[name];
  if (node === undefined) return [];
  const handlers = [...Object.values(node.on), ...node.after.map((timer) => timer.handlers)].flat();
  const others = handlers.flatMap(({ to }) => to ?? []);
  return [...nextNodes(node), ...others, ...targets(node.onError)];
}

function targets(rescues: NodePlan['onError'] = []): readonly string[] {
  return rescues.map(({ to }) => to);
}

function nextNodes({ next }: NodePlan): readonly string[] {
  if (next === undefined) return [];
  switch (next.kind) {
    case 'to':
      return [next.to];
    case 'cases':
      return [...next.cases.map(({ to }) => to), ...(next.otherwise === undefined ? [] : [next.otherwise])];
    case 'choose':
      return next.among;
    default:
      return [next.then, ...targets(next.onError)];
  }
}
