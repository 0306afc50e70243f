import type { Plan } from '../compile/plan.ts';
import type { Lane } from './state/lane.ts';
import { isListening, listeningBelow } from './listening.ts';
import { mainLane, type Snapshot } from './state/snapshot.ts';

/** The names of the events that something listens to now, at any level; a guard may still refuse one. */
export function acceptedEvents(plan: Plan, snapshot: Snapshot): readonly string[] {
  const main = mainLane(snapshot);
  const names = new Set<string>();
  if (isListening(main)) collect(plan, snapshot, main, true, names);
  return [...names];
}

function collect(plan: Plan, snapshot: Snapshot, lane: Lane, isGraphsLane: boolean, names: Set<string>): void {
  for (const child of listeningBelow(snapshot, lane)) {
    collect(plan, snapshot, child, lane.fork?.by === 'graph', names);
  }
  const graph = plan.graphs[lane.graph];
  for (const name of Object.keys(graph?.nodes[lane.node]?.on ?? {})) names.add(name);
  // A graph's own `on` moves the lane that the graph started with.
  if (isGraphsLane) for (const name of Object.keys(graph?.on ?? {})) names.add(name);
}
