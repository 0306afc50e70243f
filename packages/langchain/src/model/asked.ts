import { fatal, type Context } from '@cairn/core';
import { getRetryable } from '@langchain/core/errors';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { Acting } from './chat-model.ts';
import { configOf } from './config-of.ts';

/** What an activity is given that asks a model. */
type Waiting = Acting & Pick<Context, 'failures' | 'now' | 'sleep'>;

/** The code of an attempt that an endpoint sent away until later. */
const limitedCode = 'langchain/rate-limited';

/** The longest time for which an endpoint is left alone because it says so. */
const day = 86_400_000;

/**
 * Asks a model once: trying again is the policy of the node, and the model's own retries are off. What LangChain says is not worth another
 * try is not tried again; an endpoint that says when it takes more is asked no earlier.
 */
export async function asked<Answer>(
  context: Waiting,
  ask: (config: RunnableConfig) => Promise<Answer>,
): Promise<Answer> {
  await untilAllowed(context);
  try {
    return await ask({ ...configOf(context), maxRetries: 0 } as RunnableConfig);
  } catch (error) {
    if (getRetryable(error) === false) throw fatal(error);
    throw limited(error) ?? error;
  }
}

async function untilAllowed({ failures, now, sleep }: Waiting): Promise<void> {
  const last = failures.at(-1);
  const [, pause] = (last?.code === limitedCode && / Retry after (\d+) ms\.$/u.exec(last.message)) || [];
  if (last === undefined || pause === undefined) return;
  const until = last.at + Number(pause);
  if (until > now()) await sleep(`retry after ${last.attempt}`, new Date(until));
}

/** The same error, saying for how long its endpoint wants to be left alone; nothing, where it does not want that. */
function limited(error: unknown): Error | undefined {
  const { message, retryAfterMs } = Object(error) as { readonly message?: string; readonly retryAfterMs?: number };
  if (retryAfterMs === undefined) return undefined;
  const said = `${message ?? 'Too many requests.'} Retry after ${Math.min(Math.ceil(retryAfterMs), day)} ms.`;
  return Object.assign(new Error(said, { cause: error }), { code: limitedCode });
}
