import { leftOf, limitsAround, moves, unknownLimit } from '../../advance/moves/limits.ts';
import type { Input } from '../../advance/moves/input.ts';
import { standIn, type Snapshot } from '../../advance/state/snapshot.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';

type Spend = Extract<Input, { type: 'spend' }>;

/** The share of a limit that the rounding of many small amounts may come to. */
const rounding = 1e-9;

/** Holds spending against the limits around a lane, for one driven thread: what its state has counted, and what runs were promised since. */
export class Budget {
  readonly #plan: Plan;
  readonly #snapshot: () => Snapshot;
  /** Spending that was promised: put in when a run tells it, taken out when the driver takes the input. */
  readonly #onItsWay = new Set<Spend>();
  /** The amounts promised, by the limit's name, then by the path of the lane and of each lane around it. */
  readonly #promised = new Map<string, Map<string, number>>();

  readonly #now: () => number;

  constructor(plan: Plan, snapshot: () => Snapshot, now: () => number) {
    this.#now = now;
    this.#plan = plan;
    this.#snapshot = snapshot;
  }

  /** Why a lane may not spend an amount: `limit/unknown` or `limit/exceeded`; undefined where it may. */
  refusalOf(path: string, name: string, amount: number): Problem | undefined {
    const snapshot = this.#snapshot();
    const lane = standIn(snapshot, path);
    const limits = name === moves ? [] : limitsAround(this.#plan, snapshot, lane, name, this.#now());
    if (limits.length === 0) return unknownLimit(this.#plan, snapshot, lane, name);
    const promised = this.#promised.get(name);
    const passed = limits.find(({ limit, used, lane: within }) => {
      return used + (promised?.get(within) ?? 0) + amount > limit * (1 + rounding);
    });
    if (amount === 0 || passed === undefined) return undefined;
    const { limit, per, graph } = passed;
    const facts = { name, limit, loop: [], ...(per !== undefined && { per }) };
    return problem('limit/exceeded', { ...facts, ...(graph !== undefined && { graph }) });
  }

  /** How much of a name may still be spent; a problem `limit/unknown` where no graph around the lane declares it. */
  leftOf(path: string, name: string): number {
    const snapshot = this.#snapshot();
    const promised = this.#promised.get(name);
    return leftOf(
      this.#plan,
      snapshot,
      standIn(snapshot, path),
      name,
      this.#now(),
      (within) => promised?.get(within) ?? 0,
    );
  }

  promise(spend: Spend): void {
    if (this.#onItsWay.has(spend)) return;
    this.#onItsWay.add(spend);
    this.#add(spend, spend.amount);
  }

  /** The driver takes what was promised: from here on the thread's state counts it. */
  take(spend: Spend): void {
    if (this.#onItsWay.delete(spend)) this.#add(spend, -spend.amount);
  }

  #add({ name, lane }: Spend, amount: number): void {
    const promised = this.#promised.get(name) ?? new Map<string, number>();
    this.#promised.set(name, promised);
    for (let path = lane; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const sum = (promised.get(path) ?? 0) + amount;
      if (sum === 0) promised.delete(path);
      else promised.set(path, sum);
      if (path === '') return;
    }
  }
}
