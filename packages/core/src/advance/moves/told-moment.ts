import type { GraphPlan, Plan } from '../../compile/plan.ts';
import type { Moment } from '../../definition/moment.ts';
import type { Lane } from '../state/lane.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { leftOf, spentOf } from './limits.ts';

/** What a {@link ToldMoment} is made from. */
export interface ToldAt {
  readonly plan: Plan;
  readonly now: number;
  readonly asOf?: { readonly now: number; readonly thread?: string } | undefined;
  readonly draft: Snapshot;
}

/** What a decision is told of when and where. `spent` and `left` are made when asked for, as most decisions use neither. */
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

  get spent(): (name: string) => number {
    return (name) => spentOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }

  get left(): (name: string) => number {
    return (name) => leftOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }
}
