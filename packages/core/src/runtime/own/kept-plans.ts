import { planText } from '../../compile/compile.ts';
import type { Plan } from '../../compile/plan.ts';
import { ask, type Patience } from '../../store/ask.ts';
import type { Soon, Store } from '../../store/contract/store.ts';

/** Keeps plans in the store, beside the threads that run with them; each is written once. */
export class KeptPlans {
  readonly #store: Store;
  readonly #kept = new Set<string>();

  readonly #patience: Patience;

  constructor(store: Store, patience: Patience) {
    this.#store = store;
    this.#patience = patience;
  }

  /** Takes note of a plan that is in the store, as that of each of its threads is. */
  note(fingerprint: string): void {
    this.#kept.add(fingerprint);
  }

  /** Keeps the plans that a runtime is opened with: in which order they came tells which of two is the newer one. */
  async keepAll(plans: Iterable<Plan>): Promise<void> {
    for (const plan of plans) await this.keep(plan);
  }

  /** Keeps a plan; most threads begin with one that is known to be kept. */
  keep(plan: Plan): Soon<void> {
    return this.#kept.has(plan.fingerprint) ? undefined : this.#keep(plan);
  }

  async #keep(plan: Plan): Promise<void> {
    const { fingerprint, name } = plan;
    await ask(this.#patience, async () => {
      // Who looks first need not write, which is all that most processes have to do.
      const known = this.#store.plan(fingerprint);
      const isKept = (known instanceof Promise ? await known : known) !== undefined;
      if (!isKept) await this.#store.keepPlan(fingerprint, name, planText(plan));
    });
    this.#kept.add(fingerprint);
  }
}
