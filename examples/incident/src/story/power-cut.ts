import type { AnyGraph } from '@cairn/core';
import type { Store, StoredRow } from '@cairn/core/store';

type NodeSource = AnyGraph['source']['nodes'][string];

/** The nodes of a graph and of its subgraphs, by name. */
export function nodesOf({ source }: Pick<AnyGraph, 'source'>): ReadonlyMap<string, NodeSource> {
  const nodes = Object.entries(source.nodes);
  return new Map(nodes.flatMap(([name, node]) => [[name, node] as const, ...(node.graph ? nodesOf(node.graph) : [])]));
}

/** A store that calls `die` once the middle of a node is on disk, before anybody hears of it. */
export function cutPowerIn(store: Store, name: string, node: NodeSource, die: (row: StoredRow) => void): Store {
  const isMiddle = doesSteps(node) ? isStepIn(name) : isAt(name);
  return {
    ...store,
    async commit(commit) {
      const answer = await store.commit(commit);
      const row = answer === 'ok' ? commit.rows.find(isMiddle) : undefined;
      if (row !== undefined) die(row);
      return answer;
    },
  };
}

/** Whether something is done while a lane is at the node: by its function, its subgraph or the lanes it opens. */
function doesSteps({ run, graph, next }: NodeSource): boolean {
  const opensLanes = typeof next === 'object' && ('all' in next || 'each' in next);
  return run !== undefined || graph !== undefined || opensLanes;
}

/** A step of the node's own function, or of a lane that the node opened. */
function isStepIn(name: string): (row: StoredRow) => boolean {
  const isOpenedBy = (lane: string): boolean => lane.split('/').some((part) => part.startsWith(`${name}.`));
  return ({ cause, from, lane }) => cause === 'step' && (from === name || isOpenedBy(lane));
}

function isAt(name: string): (row: StoredRow) => boolean {
  return ({ from, to }) => from === name || to === name;
}
