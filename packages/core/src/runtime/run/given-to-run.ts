import { callable, flag, misfit, mustBe, mustFit, name, object, objectWith, oneOf } from '../../base/problem/given.ts';
import type { Problem } from '../../base/problem/problem.ts';
import { namesOf } from '../../base/problem/listed.ts';
import { isSchema, type Schema } from '../../definition/schema.ts';

/*
 * Checks of what an activity gives to its context, for authors whose types were not checked.
 */

const question = objectWith('a question, { payload?, answer } with a schema for its answer', {
  answer: { expected: 'a schema', fits: isSchema },
});

const saidAlready = { expected: 'nothing, for its graph declares what answers this question' };

const amounts = 'a finite number of at least 0';

/** The schema of a question's answer: the one given, or the graph's where it declares the question. Refuses a question that has both, or neither. */
export function schemaAsked(given: unknown, declared: Schema | undefined, names: readonly string[]): Schema {
  const or = names.length === 0 ? '' : `, or the key of one that its graph declares: ${namesOf(names)}`;
  mustBe('ask', given, declared === undefined ? { ...question, expected: question.expected + or } : object);
  const { answer } = given as { readonly answer?: Schema };
  if (declared !== undefined && answer !== undefined) throw misfit('ask.answer', answer, saidAlready);
  return declared ?? (answer as Schema);
}

/** Refuses a step whose action is no function, or whose options do not fit. */
export function mustBeStep(action: unknown, options: unknown): void {
  mustBe('step', action, callable);
  if (options !== undefined) mustFit('step', options, { keep: flag, per: oneOf('visit', 'turn', 'thread') });
}

/** Refuses options of `ctx.child` that do not fit; the id and the tags are checked where they are used. */
export function mustBeChildOptions(given: unknown): void {
  mustFit('child', given as object, { whenLeft: oneOf('cancel', 'leave') });
}

/** Refuses a name for `ctx.key` that is none. */
export function mustBeName(given: unknown): void {
  if (given !== undefined) mustBe('key', given, name);
}

/** What is wrong with the arguments of `ctx.spend`, whatever is left; undefined where nothing is. */
export function notToSpend(limit: unknown, amount: unknown): Problem | undefined {
  if (!name.fits(limit)) return misfit('spend', limit, name);
  if (typeof amount === 'number' && amount >= 0 && amount < Infinity) return undefined;
  return misfit(`spend.${limit as string}`, amount, { expected: amounts });
}
