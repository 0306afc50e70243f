import { callable, flag, misfit, mustBe, mustFit, name, objectWith } from '../../base/problem/given.ts';
import type { Problem } from '../../base/problem/problem.ts';
import { isSchema } from '../../definition/schema.ts';

/*
 * What an activity gives to its context, looked at as what callers give is: whoever writes no types gets the name of the mistake.
 */

const question = objectWith('a question, { payload?, answer } with a schema for its answer', {
  answer: { expected: 'a schema', fits: isSchema },
});

const amounts = 'a finite number of at least 0';

/** Refuses what cannot be asked. */
export function mustBeQuestion(given: unknown): void {
  mustBe('ask', given, question);
}

/** Refuses what cannot be done as a step. */
export function mustBeStep(action: unknown, options: unknown): void {
  mustBe('step', action, callable);
  if (options !== undefined) mustFit('step', options, { keep: flag });
}

/** Refuses what names no idempotency key. */
export function mustBeName(given: unknown): void {
  if (given !== undefined) mustBe('key', given, name);
}

/** Why so much cannot be spent of a name, whatever is left. */
export function notToSpend(limit: unknown, amount: unknown): Problem | undefined {
  if (!name.fits(limit)) return misfit('spend', limit, name);
  if (typeof amount === 'number' && amount >= 0 && amount < Infinity) return undefined;
  return misfit(`spend.${limit as string}`, amount, { expected: amounts });
}
