import { leftOf, limitsAround, moves, unknownLimit } from '../../advance/moves/limits.ts';
import type { Input } from '../../advance/moves/input.ts';
import { standIn, type Snapshot } from '../../advance/state/snapshot.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';

type Spend = Extract<Input, { type: 'spend' }>;

/** The share of a limit that the rounding of many small amounts may come to. */
const rounding = 1e-9;

/** What the activities of a thread may still spend, what is on its way to the disk included. */
export class Budget {
  readonly #plan: Plan;
  readonly #snapshot: () => Snapshot;
  /** What is on its way. */
  readonly #onItsWay = new Set<Spend>();
  /** How much of it, by name and by each lane that it is within. */
  readonly #promised = new Map<string, Map<string, number>>();

  readonly #now: () => number;

  constructor(plan: Plan, snapshot: () => Snapshot, now: () => number) {
    this.#now = now;
    this.#plan = plan;
    this.#snapshot = snapshot;
  }

  /** Why a lane may not spend so much: nobody knows the name, or it is more than is left. */
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

  /** How much of a name may still be spent; a problem where nobody around the lane limits or counts it. */
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

  /** What was promised is taken: from here on the thread's state has it. */
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
