import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { AIMessageChunk, type BaseMessageChunk } from '@langchain/core/messages';
import { mergeConfigs, type RunnableConfig } from '@langchain/core/runnables';
import { storedMessage } from '../messages/message-codec.ts';
import { callers } from './callers.ts';
import type { Acting } from './chat-model.ts';
import type { Token } from './token.ts';

/** A model that a run with this tag calls does not show its tokens. */
const quietly = 'nostream';

/**
 * What to give to whatever of LangChain's runs in an activity: `chain.invoke(input, configOf(ctx))`. Models in it stream, however deep they
 * are, and their tokens are shown by `ctx.emit`; it stops when the attempt is over; traces tell where it ran.
 */
export function configOf(context: Acting): RunnableConfig {
  const { thread, signal } = context;
  const own = {
    signal,
    callbacks: [new Tokens(context.emit)],
    configurable: { cairn: context },
    metadata: placeOf(context),
  };
  for (const caller of callers.get(thread) ?? []) {
    const around = caller.configFor(context);
    if (around !== undefined) return mergeConfigs(around, own);
  }
  return own;
}

/** Where something runs, as traces say it in their metadata. */
export function placeOf({
  thread,
  lane,
  node,
  visit,
  attempt,
}: Pick<Acting, 'thread' | 'lane' | 'node' | 'visit' | 'attempt'>): Readonly<Record<string, string | number>> {
  return { cairn_thread: thread, cairn_lane: lane, cairn_node: node, cairn_visit: visit, cairn_attempt: attempt };
}

class Tokens extends BaseCallbackHandler {
  readonly name = 'cairn-tokens';
  readonly lc_prefer_streaming = true;
  override readonly awaitHandlers = true;
  readonly #emit: (token: Token) => void;
  readonly #quiet = new Set<string>();

  constructor(emit: (token: Token) => void) {
    super();
    this.#emit = emit;
  }

  override handleChatModelStart(...[, , call, , , tags]: ChatModelStart): void {
    if (tags?.includes(quietly) === true) this.#quiet.add(call);
  }

  override handleLLMNewToken(...[text, , call, , , fields]: NewToken): void {
    if (this.#quiet.has(call)) return;
    // Some models tell of a token without the part of the message that it is.
    const part = (fields?.chunk as { readonly message?: BaseMessageChunk } | undefined)?.message;
    const chunk = storedMessage(part ?? new AIMessageChunk(text));
    this.#emit({ type: 'langchain/token', text, call, chunk });
  }
}

type ChatModelStart = Parameters<NonNullable<BaseCallbackHandler['handleChatModelStart']>>;
type NewToken = Parameters<NonNullable<BaseCallbackHandler['handleLLMNewToken']>>;
