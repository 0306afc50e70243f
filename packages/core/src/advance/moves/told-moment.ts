import type { GraphPlan, Plan } from '../../compile/plan.ts';
import type { Moment } from '../../definition/moment.ts';
import type { Lane } from '../state/lane.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { leftOf, spentOf } from './limits.ts';

/** What decisions are told of. */
export interface ToldAt {
  readonly plan: Plan;
  readonly now: number;
  readonly asOf?: { readonly now: number; readonly thread?: string } | undefined;
  readonly draft: Snapshot;
}

/** What a decision is told of when and where. Most ask for nothing: whatever it tells is found when it is asked for. */
export class ToldMoment implements Moment {
  readonly #at: ToldAt;
  readonly #lane: Lane;

  constructor(at: ToldAt, lane: Lane) {
    this.#at = at;
    this.#lane = lane;
  }

  get now(): number {
    return this.#at.asOf?.now ?? this.#at.now;
  }

  get thread(): string {
    return this.#at.asOf?.thread ?? this.#at.draft.thread;
  }

  get lane(): string {
    return this.#lane.path;
  }

  get graph(): string {
    return (this.#at.plan.graphs[this.#lane.graph] as GraphPlan).name;
  }

  get spent(): (name: string) => number {
    return (name) => spentOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }

  get left(): (name: string) => number {
    return (name) => leftOf(this.#at.plan, this.#at.draft, this.#lane, name, this.now);
  }
}
