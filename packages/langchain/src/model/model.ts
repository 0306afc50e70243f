import type { BaseMessage } from '@langchain/core/messages';
import { answerFrom } from './answer-from.ts';
import { asked } from './asked.ts';
import { modelFor, type Asking, type ChatModel, type ModelGiven, type ServiceOf, type Tool } from './chat-model.ts';
import { promptedBy, type Conversing, type Prompt } from './prompt.ts';
import { isPaid, spendCall, spendTokens, type Spend } from './spend.ts';

/** How a model is called. */
export interface ModelOptions<State> {
  /** What it is told: a text before the conversation, or a list instead of it; or a function of the state that gives one. */
  readonly prompt?: Prompt<State>;
  /** The tools that it may call. */
  readonly tools?: readonly Tool[];
  /** The limits by which it is counted: the name of that of its tokens, or names of that and of that of its calls. */
  readonly spend?: Spend;
}

/**
 * An activity that has a chat model, or the service of that name, answer the conversation in the key `messages`. What `verify` refuses of an
 * attempt, the model is told in the next one.
 *
 * @example
 * ```ts
 * const think = { run: model(new ChatOpenAI(), { prompt: 'Be brief.' }), retry: { attempts: 3 }, next: 'end' };
 * ```
 */
export function model<State = Conversing, const Model extends ModelGiven = ChatModel>(
  chat: Model,
  { prompt, tools = [], spend }: ModelOptions<State> = {},
): (state: State & Conversing, context: Asking<ServiceOf<Model>>) => Promise<{ readonly messages: BaseMessage }> {
  return async (state, context) => {
    if (isPaid(context)) return { messages: state.messages.at(-1) as BaseMessage };
    spendCall(context, spend);
    const said = await promptedBy(prompt, state, context.failures);
    const known = modelFor(chat, context, tools);
    const { answer, finish } = await asked(context, (config) => known.invoke(said, config));
    const update = { messages: answerFrom(answer, finish) };
    spendTokens(context, spend, update.messages, update);
    return update;
  };
}
