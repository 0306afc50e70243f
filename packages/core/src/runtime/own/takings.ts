import type { Soon } from '../../store/contract/store.ts';
import type { Driving, Use } from './driving.ts';
import type { Trials } from './trials.ts';

/** What takings are given. */
export interface TakingsOptions {
  readonly runtime: { driving(id: string): Driving | undefined };
  /** Takes a thread and drives it; where its owners died oftener than that, only if there is room for it. */
  readonly begin: (id: string, deaths: number | undefined, use: Use | undefined) => Promise<Driving | 'later'>;
  /** What tells which threads are taken whatever is on trial. */
  readonly trials: Pick<Trials, 'unsuspicious'>;
}

/**
 * The threads that a runtime is about to take. A thread is not wanted here, being taken (once, whoever wants it: handles, waiters and the
 * agenda share that), or driven.
 */
export class Takings {
  readonly #options: TakingsOptions;
  readonly #underWay = new Map<string, Promise<Driving | 'later'>>();

  constructor(options: TakingsOptions) {
    this.#options = options;
  }

  get all(): ReadonlyMap<string, Promise<unknown>> {
    return this.#underWay;
  }

  /** A thread's drive here, or a new one once it is taken, unless it is on trial and has to wait for others that are. */
  tryToTake(id: string): Soon<Driving | 'later'> {
    return this.#known(id) ?? this.#begin(id, this.#options.trials.unsuspicious);
  }

  /** A thread's drive here, or a new one once it is taken. */
  async take(id: string, use?: Use): Promise<Driving> {
    for (;;) {
      const taken = await (this.#known(id) ?? this.#begin(id, undefined, use));
      // Whoever was about to take it wanted it only if there was room.
      if (taken !== 'later') return taken;
    }
  }

  #known(id: string): Soon<Driving | 'later'> | undefined {
    return this.#options.runtime.driving(id) ?? this.#underWay.get(id);
  }

  #begin(id: string, deaths: number | undefined, use?: Use): Promise<Driving | 'later'> {
    const taking = this.#options.begin(id, deaths, use).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, taking);
    return taking;
  }
}
