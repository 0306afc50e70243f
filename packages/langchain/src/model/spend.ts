import type { BaseMessage } from '@langchain/core/messages';
import type { Asking } from './chat-model.ts';

/** The name of the limit of tokens, or the names of limits by what they count. */
export type Spend = string | { readonly tokens?: string | undefined; readonly calls?: string | undefined };

type Spending = Pick<Asking<never>, 'spend'>;

/** Counts that a model is called. */
export function spendCall({ spend }: Spending, on: Spend | undefined): void {
  const name = typeof on === 'object' ? on.calls : undefined;
  if (name !== undefined) spend(name as never, 1);
}

/** Counts the tokens of an answer, those that it took included, where the model says how many there were. */
export function spendTokens({ spend }: Spending, on: Spend | undefined, answer: BaseMessage): void {
  const name = typeof on === 'object' ? on.tokens : on;
  const { usage_metadata: usage } = answer as { readonly usage_metadata?: { readonly total_tokens: number } };
  if (name !== undefined && usage !== undefined) spend(name as never, usage.total_tokens);
}
