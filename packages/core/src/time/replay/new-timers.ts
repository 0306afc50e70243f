import { laneTimers, type DueTimer } from '../../advance/timers.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { PlanData } from '../../compile/plan-data.ts';
import type { Plan } from '../../compile/plan.ts';

/** Timers of today's graph that were not there when a thread was recorded: none of them can have fired. */
export class NewTimers {
  readonly #plan: Plan;
  /** Places of nodes, with the names of their new timers. */
  readonly #names = new Map<string, ReadonlySet<string>>();

  constructor(plan: Plan, recorded: PlanData | undefined) {
    this.#plan = plan;
    if (recorded === undefined) return;
    for (const [at, { nodes }] of Object.entries(plan.graphs)) {
      for (const node of Object.values(nodes)) {
        const before = recorded.graphs[at]?.nodes[node.name];
        const known = new Set(before?.after?.map(({ name }) => name));
        const names = node.after.map(({ name }) => name).filter((name) => !known.has(name));
        if (before !== undefined && names.length > 0) this.#names.set(placeOf(at, node.name), new Set(names));
      }
    }
  }

  /** The first new timer that would have fired before then. */
  firedBefore(snapshot: Snapshot, time: number): DueTimer | undefined {
    if (this.#names.size === 0) return undefined;
    for (const lane of snapshot.lanes.all()) {
      const names = this.#names.get(placeOf(lane.graph, lane.node));
      const fired =
        names && laneTimers(this.#plan, lane, snapshot.lanes).find(({ name, at }) => names.has(name) && at < time);
      if (fired !== undefined) return fired;
    }
    return undefined;
  }
}

function placeOf(graph: string, node: string): string {
  return JSON.stringify([graph, node]);
}
