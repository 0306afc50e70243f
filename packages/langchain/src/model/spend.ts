import type { Context } from '@cairn/core';
import type { BaseMessage } from '@langchain/core/messages';

/** The name of the limit of tokens, or the names of limits by what they count. */
export type Spend = string | { readonly tokens?: string | undefined; readonly calls?: string | undefined };

/** What an activity is given that counts what it uses. */
export interface Spending extends Pick<Context, 'attempt' | 'failures' | 'saved'> {
  spend(this: void, name: never, amount: number): void;
  left(this: void, name: never): number;
  save(this: void, key: string, update: never): Promise<void>;
}

/** The code of a failure by a limit. */
const exceeded = 'limit/exceeded';

/** What a visit saved that was paid for, and whose price went past a limit, is saved under this and its attempt. */
const paid = 'paid ';

/** Counts that a model is called, which nobody does who has no tokens left. */
export function spendCall({ spend, left }: Spending, on: Spend | undefined): void {
  const { tokens, calls } = namesOf(on);
  if (tokens !== undefined && left(tokens as never) <= 0)
    throw Object.assign(new Error(`All of the limit "${tokens}" is spent: the model was not called.`), {
      code: exceeded,
    });
  if (calls !== undefined) spend(calls as never, 1);
}

/**
 * Counts the tokens of an answer, those that it took included, where the model says how many there were. More than may be spent end the
 * attempt; what was paid for is in the state by then.
 */
export function spendTokens(
  { spend, left, save, attempt }: Spending,
  on: Spend | undefined,
  answer: BaseMessage,
  update: object | undefined,
): void {
  const { tokens: name } = namesOf(on);
  const { usage_metadata: usage } = answer as { readonly usage_metadata?: { readonly total_tokens: number } };
  if (name === undefined || usage === undefined) return;
  // Saved in one commit with what it cost, which fails the attempt.
  if (update !== undefined && usage.total_tokens > left(name as never))
    save(`${paid}${attempt}`, update as never).catch(() => undefined);
  spend(name as never, usage.total_tokens);
}

/** Whether this visit has its answer in the state already, and was kept from going on with it by a limit alone. */
export function isPaid({ saved, failures }: Pick<Spending, 'saved' | 'failures'>): boolean {
  return isOfPayment(saved) && (failures.at(-1)?.code ?? exceeded) === exceeded;
}

/** Whether something was saved because it was paid for. */
export function isOfPayment(key: string | undefined): boolean {
  return key?.startsWith(paid) === true;
}

function namesOf(on: Spend | undefined): Exclude<Spend, string> {
  return typeof on === 'string' ? { tokens: on } : (on ?? {});
}
