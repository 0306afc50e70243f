import type { Plan } from '@cairn/core';
import type { LaneAt } from '@cairn/core/inspect';
import { drawnValue } from './drawn-states.ts';
import {
  drawnIn,
  extra,
  forkOf,
  heldPath,
  lanesPath,
  shapeOf,
  type GraphPlan,
  type NodePlan,
  type Profile,
} from './level.ts';
import type { StateValue } from './state-config.ts';

/** A lane, as far as the states of a machine tell of it. */
export type LaneView = Pick<LaneAt, 'lane' | 'graph' | 'node' | 'phase'> & {
  /** The states within its node that are active, by their ids there. */
  readonly active?: ReadonlySet<string>;
};

const none: ReadonlySet<string> = new Set();

/** The lanes of a thread at one moment, and the states of its machine that they are in. */
export class LaneTree {
  readonly #plan: Plan;
  readonly #profile: Profile;
  readonly #lanes: ReadonlyMap<string, LaneView>;
  readonly #children = new Map<string, readonly LaneView[]>();

  constructor(plan: Plan, profile: Profile, lanes: readonly LaneView[]) {
    this.#plan = plan;
    this.#profile = profile;
    this.#lanes = new Map(lanes.map((lane) => [lane.lane, lane]));
    for (const lane of lanes) {
      const parent = this.parentOf(lane);
      if (parent !== undefined) this.#children.set(parent.lane, [...this.#childrenOf(parent), lane]);
    }
  }

  get(path: string): LaneView | undefined {
    return this.#lanes.get(path);
  }

  /** The lane that opened one: the nearest whose path is the beginning of its own. */
  parentOf({ lane }: LaneView): LaneView | undefined {
    for (let at = lane; at !== '';) {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      const found = this.#lanes.get(at);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  nodeOf({ graph, node }: LaneView): NodePlan {
    return (this.#plan.graphs[graph] as GraphPlan).nodes[node] as NodePlan;
  }

  /** Whether a lane is of a fork, not a subgraph's. */
  isOfFork(lane: LaneView): boolean {
    return this.parentOf(lane)?.graph === lane.graph;
  }

  /** The names of the states around those that a lane goes through; undefined where a lane of an `each` has none. */
  pathOf(lane: LaneView): readonly string[] | undefined {
    const parent = this.parentOf(lane);
    if (parent === undefined) return [];
    const around = this.pathOf(parent);
    if (around === undefined) return undefined;
    const place = { node: this.nodeOf(parent), path: [...around, parent.node] };
    if (!this.isOfFork(lane)) return heldPath(place, this.#profile);
    const fork = forkOf(place.node, this.#profile);
    if (fork === undefined) return undefined;
    return [...lanesPath(place, this.#profile), fork.kind === 'each' ? fork.to : entryOf(lane, parent)];
  }

  /** The value of the machine's state. */
  get value(): StateValue {
    const first = this.#lanes.get('');
    return first === undefined ? '' : this.#valueOf(first);
  }

  #childrenOf({ lane }: LaneView): readonly LaneView[] {
    return this.#children.get(lane) ?? [];
  }

  #valueOf(lane: LaneView): StateValue {
    const inner = this.#inside(lane);
    return inner === undefined ? lane.node : { [lane.node]: inner };
  }

  #inside(lane: LaneView): StateValue | undefined {
    const node = this.nodeOf(lane);
    const children = this.#childrenOf(lane);
    switch (node.kind === 'final' ? 'plain' : shapeOf(node, this.#profile)) {
      case 'plain':
        return node.kind === 'final' ? undefined : this.#drawn(node, lane);
      case 'holds':
        return this.#held(node, children);
      case 'forks': {
        const forked = this.#forked(node, lane, children);
        if (drawnIn(node, this.#profile) === undefined) return forked;
        return { ...forked, [extra.drawn]: this.#drawn(node, lane) ?? {} };
      }
      case 'works, then forks': {
        if (children.some((child) => this.isOfFork(child)))
          return { [extra.lanes]: this.#forked(node, lane, children) };
        return node.kind === 'graph' ? { [extra.work]: this.#held(node, children) } : extra.work;
      }
    }
  }

  #drawn(node: NodePlan, { active = none }: LaneView): StateValue | undefined {
    const drawing = drawnIn(node, this.#profile);
    return drawing && drawnValue(drawing, active);
  }

  #held(node: NodePlan, [child]: readonly LaneView[]): StateValue {
    if (child !== undefined) return this.#valueOf(child);
    return this.#profile === 'model' ? extra.notBegun : (this.#plan.graphs[node.child as string] as GraphPlan).start;
  }

  #forked(node: NodePlan, parent: LaneView, children: readonly LaneView[]): Readonly<Record<string, StateValue>> {
    const fork = forkOf(node, this.#profile);
    const entries = fork?.kind === 'all' ? fork.entries.map(({ to }) => to) : [(fork as { to: string }).to];
    return Object.fromEntries(
      entries.map((entry) => {
        const lanes = fork?.kind === 'all' ? children.filter((child) => entryOf(child, parent) === entry) : children;
        const lane = lanes.find(({ phase }) => phase !== 'closed') ?? lanes[0];
        const waits = fork?.kind !== 'all' || fork.entries.some(({ to, needs }) => to === entry && needs.length > 0);
        return [
          entry,
          this.#valueInLane(lane, entry, { then: fork?.then, hasBegin: waits || this.#profile === 'model' }),
        ];
      }),
    );
  }

  #valueInLane(
    lane: LaneView | undefined,
    entry: string,
    { then, hasBegin }: { readonly then: string | undefined; readonly hasBegin: boolean },
  ): StateValue {
    if (lane === undefined || lane.phase === 'queued') return hasBegin ? extra.notBegun : entry;
    return lane.phase === 'closed' && lane.node === then ? extra.met : this.#valueOf(lane);
  }
}

/** What a lane of a fork is called: `logs` of `gather.1/logs`. */
function entryOf({ lane }: LaneView, parent: LaneView): string {
  const own = parent.lane === '' ? lane : lane.slice(parent.lane.length + 1);
  return own.slice(own.indexOf('/') + 1);
}
