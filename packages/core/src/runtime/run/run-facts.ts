import type { Baggage } from '../../definition/baggage.ts';
import type { Failure } from '../../definition/context.ts';
import type { Services } from '../environment/services.ts';
import type { Activity } from './activity.ts';
import { handedOut } from './handed-out.ts';

/** What a run is told: where it is, what led there, and what came along. */
export class RunFacts {
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  get thread(): string {
    return this.#activity.thread;
  }

  get lane(): string {
    return this.#activity.lane.path;
  }

  get node(): string {
    return this.#activity.lane.node;
  }

  get visit(): number {
    const { node, visits } = this.#activity.lane;
    return visits[node] ?? 1;
  }

  get attempt(): number {
    return this.#activity.lane.attempt;
  }

  get failures(): readonly Failure[] {
    return this.#activity.lane.failures.map(handedOut);
  }

  get context(): Baggage {
    return this.#activity.context;
  }

  get error(): Failure | undefined {
    return this.#activity.lane.error;
  }

  get services(): Services {
    return this.#activity.environment.servicesOf(this.#activity.graph);
  }

  get signal(): AbortSignal {
    return this.#activity.signal;
  }
}
