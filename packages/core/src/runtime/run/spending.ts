import { countOf } from '../../advance/state/lane.ts';
import type { Problem } from '../../base/problem/problem.ts';
import type { Activity } from './activity.ts';
import { notToSpend } from './given-to-run.ts';
import { stepOf } from './within-step.ts';

/** What one run spends. The first refusal fails the attempt, and every later call throws it again. */
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

  /** The amount to count of what is spent outside of steps: each run spends it again, and what an earlier one of the attempt spent counts once. */
  #again(name: string, amount: number): { readonly amount: number; readonly total: number } {
    const before = this.#spent.get(name) ?? 0;
    const counted = countOf(this.#activity.lane.counted, name);
    const total = before + amount;
    this.#spent.set(name, total);
    return { amount: Math.max(0, total - Math.max(before, counted)), total };
  }

  /** Fails the attempt at once: a function that catches the error could take it for that of a tool. */
  #refuse(refusal: Problem): Problem {
    this.#refusal = refusal;
    this.#activity.failBy(refusal);
    return refusal;
  }
}

function ignore(): void {
  // What became of it is known to the driver.
}
