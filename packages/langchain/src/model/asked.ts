import { fatal, type Context } from '@cairn/core';
import { getRetryable } from '@langchain/core/errors';
import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { LLMResult } from '@langchain/core/outputs';
import { mergeConfigs, type RunnableConfig } from '@langchain/core/runnables';
import type { Acting } from './chat-model.ts';
import { configOf } from './config-of.ts';
import { pauseIn } from './pause.ts';

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
): Promise<{ readonly answer: Answer; readonly finish: string | undefined }> {
  await untilAllowed(context);
  const finish = new Finish();
  const config = mergeConfigs<RunnableConfig>(configOf(context), { callbacks: [finish] });
  try {
    return { answer: await ask({ ...config, maxRetries: 0 } as RunnableConfig), finish: finish.reason() };
  } catch (error) {
    if (getRetryable(error) === false) throw fatal(error);
    throw limited(error) ?? error;
  }
}

/** Hears why an answer was at its end: of one that was streamed, LangChain's message does not say. */
class Finish extends BaseCallbackHandler {
  readonly name = 'cairn-finish';
  override readonly awaitHandlers = true;
  #said: { readonly finish_reason?: string; readonly completion?: number } | undefined;

  override handleLLMEnd({ generations }: LLMResult): void {
    this.#said = generations.at(-1)?.at(-1)?.generationInfo;
  }

  /** Why it ended; a stream of OpenAI's that does not say so ended before its answer did, and was closed as if that were all. */
  reason(): string | undefined {
    const { finish_reason: reason, completion } = this.#said ?? {};
    if (reason === undefined && completion !== undefined)
      throw new Error('The answer was cut off: its stream ended without saying why.');
    return reason;
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
  const pause = pauseIn(error);
  if (pause === undefined) return undefined;
  const { message = 'Too many requests.' } = Object(error) as { readonly message?: string };
  const said = `${message} Retry after ${Math.min(Math.ceil(pause), day)} ms.`;
  return Object.assign(new Error(said, { cause: error }), { code: limitedCode });
}
