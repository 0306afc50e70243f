import type { Plan } from '../compile/plan.ts';
import type { Lane } from './lane.ts';
import { mainLane, treeOf, type Snapshot } from './snapshot.ts';

/** The names of the events that something listens to now, at any level; a guard may still refuse one. */
export function acceptedEvents(plan: Plan, snapshot: Snapshot): readonly string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const leaf of treeOf(snapshot, mainLane(snapshot))) {
    if (leaf.phase === 'closed' || leaf.phase === 'queued' || leaf.phase === 'open') continue;
    for (let lane: Lane | undefined = leaf; lane !== undefined && !seen.has(lane.path);) {
      seen.add(lane.path);
      const parent: Lane | undefined = lane.parent === undefined ? undefined : snapshot.lanes.get(lane.parent);
      const graph = plan.graphs[lane.graph];
      for (const name of Object.keys(graph?.nodes[lane.node]?.on ?? {})) names.add(name);
      // A graph's own `on` moves the lane that the graph started with.
      if (parent === undefined || parent.fork?.by === 'graph') {
        for (const name of Object.keys(graph?.on ?? {})) names.add(name);
      }
      lane = parent;
    }
  }
  return [...names];
}
