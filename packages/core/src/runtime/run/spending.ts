import { countOf } from '../../advance/state/lane.ts';
import type { Problem } from '../../base/problem/problem.ts';
import type { Activity } from './activity.ts';
import { notToSpend } from './given-to-run.ts';
import { stepOf } from './within-step.ts';

/** What one run spends. Once something is refused, it may spend no more: nothing of it is heard since. */
export class Spending {
  readonly #activity: Activity;
  /** What was spent of each name outside of steps. */
  readonly #spent = new Map<string, number>();
  #refusal: Problem | undefined;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  spend(name: string, amount: number): void {
    const { listener, lane } = this.#activity;
    if (this.#refusal !== undefined) throw this.#refusal;
    const mistake = notToSpend(name, amount);
    if (mistake !== undefined) throw this.#refuse(mistake);
    const step = stepOf(this.#activity)?.key;
    const spending = step === undefined ? this.#again(name, amount) : { amount, step };
    const refusal = listener.budget.refusalOf(lane.path, name, spending.amount);
    if (spending.amount > 0 && refusal?.code !== 'limit/unknown') {
      void listener.tellOf(this.#activity, { type: 'spend', lane: lane.path, name, ...spending }).catch(ignore);
    }
    if (refusal !== undefined) throw this.#refuse(refusal);
  }

  /** What is spent outside of steps is spent again by each run from the top; what an earlier one has spent counts once. */
  #again(name: string, amount: number): { readonly amount: number; readonly total: number } {
    const before = this.#spent.get(name) ?? 0;
    const counted = countOf(this.#activity.lane.counted, name);
    const total = before + amount;
    this.#spent.set(name, total);
    return { amount: Math.max(0, total - Math.max(before, counted)), total };
  }

  /** What is refused ends the attempt: nobody could tell it from a tool that failed. */
  #refuse(refusal: Problem): Problem {
    this.#refusal = refusal;
    this.#activity.failBy(refusal);
    return refusal;
  }
}

function ignore(): void {
  // What became of it is known to the driver.
}
