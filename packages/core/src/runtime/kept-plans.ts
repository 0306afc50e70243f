import { planData } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import type { Store } from '../store/store.ts';

/** Keeps plans in the store, beside the threads that run with them; each is written once. */
export class KeptPlans {
  readonly #store: Store;
  readonly #kept = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes note of a plan that is in the store, as that of each of its threads is. */
  note(fingerprint: string): void {
    this.#kept.add(fingerprint);
  }

  async keep(plan: Plan): Promise<void> {
    if (this.#kept.has(plan.fingerprint)) return;
    await this.#store.keepPlan(plan.fingerprint, plan.name, JSON.stringify(planData(plan)));
    this.#kept.add(plan.fingerprint);
  }
}
