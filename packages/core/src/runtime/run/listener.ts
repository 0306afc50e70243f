import type { Problem } from '../../base/problem/problem.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Schema } from '../../definition/schema.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Budget } from './budget.ts';

/** What a run, an `Activity`, tells its driver. */
export interface Listener<Run> {
  /** Something for `advance`; resolves when it is on disk, rejects when it was refused. */
  tellOf(run: Run, input: Input): Promise<void>;
  /** The attempt ended: the input is `done` or `failed`. */
  ended(run: Run, input: Input): void;
  /** It asked or sleeps, and a turn of the event loop passed: what it waits for is to be recorded, and it may be put aside. */
  waiting(run: Run): void;
  emit(run: Run, data: unknown): void;
  /** It needs what this runtime does not have: it is heard no more, and its thread is left to others that have it. */
  leave(run: Run, why: Problem): void;
  readonly plan: Plan;
  readonly budget: Budget;
  /** Remembers the schema of a question, so that an answer can be checked before anything runs. */
  asked(run: Run, key: string, schema: Schema): void;
}
