import { callable, flag, misfit, mustBe, mustFit, name, object, objectWith, oneOf } from '../../base/problem/given.ts';
import type { Problem } from '../../base/problem/problem.ts';
import { namesOf } from '../../base/problem/listed.ts';
import { isSchema, type Schema } from '../../definition/schema.ts';

/*
 * What an activity gives to its context, looked at as what callers give is: whoever writes no types gets the name of the mistake.
 */

const question = objectWith('a question, { payload?, answer } with a schema for its answer', {
  answer: { expected: 'a schema', fits: isSchema },
});

const saidAlready = { expected: 'nothing, for its graph declares what answers this question' };

const amounts = 'a finite number of at least 0';

/** What takes the answer to a question, which is said once: by the graph for the names that it declares. Refuses what cannot be asked. */
export function schemaAsked(given: unknown, declared: Schema | undefined, names: readonly string[]): Schema {
  const or = names.length === 0 ? '' : `, or the key of one that its graph declares: ${namesOf(names)}`;
  mustBe('ask', given, declared === undefined ? { ...question, expected: question.expected + or } : object);
  const { answer } = given as { readonly answer?: Schema };
  if (declared !== undefined && answer !== undefined) throw misfit('ask.answer', answer, saidAlready);
  return declared ?? (answer as Schema);
}

/** Refuses what cannot be done as a step. */
export function mustBeStep(action: unknown, options: unknown): void {
  mustBe('step', action, callable);
  if (options !== undefined) mustFit('step', options, { keep: flag, per: oneOf('visit', 'turn', 'thread') });
}

/** Refuses what says nothing of a thread that is waited for; its id and its tags are looked at where they are used. */
export function mustBeChildOptions(given: unknown): void {
  mustFit('child', given as object, { whenLeft: oneOf('cancel', 'leave') });
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
