import { AsyncLocalStorage } from 'node:async_hooks';
import { problem } from '../../base/problem/problem.ts';

/** A step under way. */
export interface Within {
  /** The run whose step it is. */
  readonly run: object;
  readonly key: string;
  /** Whether its result outlives a refusal by `verify`. */
  readonly keep: boolean;
  /** The step of the same run that it is within. */
  readonly within: Within | undefined;
}

const steps = new AsyncLocalStorage<Within>();

/** Runs a step's action so that whatever it calls, at once or later, knows that it is within that step. */
export function withinStep<Result>(within: Within, action: () => Result): Result {
  return steps.run(within, action);
}

/** The step of a run that the caller is within. */
export function stepOf(run: object): Within | undefined {
  const within = steps.getStore();
  return within?.run === run ? within : undefined;
}

/** A problem `step/waits` where a run waits within a step: it would be put aside there, and the next run would come to the same wait. */
export function mustNotWait(run: { readonly node: { readonly name: string } }, key: string): void {
  const within = stepOf(run);
  if (within !== undefined) throw problem('step/waits', { node: run.node.name, step: within.key, key });
}
