import type { GraphPlan, NodePlan, Plan } from '../../compile/plan.ts';
import type { Moment } from '../../definition/moment.ts';
import type { Lane } from '../state/lane.ts';
import { putOffOf } from '../state/waits.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { leftOf, spentOf } from './limits.ts';

/** What a {@link ToldMoment} is made from. */
export interface ToldAt {
  readonly plan: Plan;
  readonly now: number;
  readonly asOf?: { readonly now: number; readonly thread?: string } | undefined;
  readonly draft: Snapshot;
}

/** What a decision is told of when and where. What is made when asked for is what most decisions do not use. */
export class ToldMoment implements Moment {
  readonly now: number;
  readonly thread: string;
  readonly lane: string;
  readonly graph: string;
  readonly #at: ToldAt;
  readonly #lane: Lane;

  constructor(at: ToldAt, lane: Lane) {
    const { asOf } = at;
    this.now = asOf === undefined ? at.now : asOf.now;
    this.thread = asOf?.thread ?? at.draft.thread;
    this.lane = lane.path;
    this.graph = (at.plan.graphs[lane.graph] as GraphPlan).name;
    this.#at = at;
    this.#lane = lane;
    Object.freeze(this);
  }

  get putOff(): number {
    const { plan, now } = this.#at;
    const { nodes, after } = plan.graphs[this.#lane.graph] as GraphPlan;
    const putOff = putOffOf(this.#lane, [...(nodes[this.#lane.node] as NodePlan).after, ...after]);
    // What was recorded is decided by the time of the recording, from which the waits are as much further as it happens later.
    return putOff === undefined ? 0 : putOff - (now - this.now);
  }

  get spent(): (name: string) => number {
    return (name) => spentOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }

  get left(): (name: string) => number {
    return (name) => leftOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }
}
