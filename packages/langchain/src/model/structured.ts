import type { BaseMessage } from '@langchain/core/messages';
import { interopSafeParseAsync, type InteropZodType } from '@langchain/core/utils/types';
import { asked } from './asked.ts';
import { modelFor, type Asking, type ChatModel, type ModelGiven, type ServiceOf } from './chat-model.ts';
import { promptedBy, unfitCode, type Conversing, type Prompt } from './prompt.ts';
import { isPaid, spendCall, spendTokens, type Spend } from './spend.ts';

/** How a model is asked for an answer of a form. */
export interface StructuredOptions<State, Key extends string> {
  /** The key of the state that the answer is put into. */
  readonly into: Key;
  readonly prompt?: Prompt<State>;
  /** The limits by which it is counted. */
  readonly spend?: Spend;
}

/** What LangChain gives of an answer of a form: that, or nothing, and the message that it was to be in. */
interface Answered {
  readonly raw: BaseMessage;
  readonly parsed: unknown;
}

/**
 * An activity that has a chat model, or the service of that name, answer the conversation in the key `messages` by a schema of zod. An
 * answer that does not fit is a failed attempt, and the model is told why in the next one: give the node `retry`.
 */
export function structured<
  Answer,
  const Key extends string,
  State = Conversing,
  const Model extends ModelGiven = ChatModel,
>(
  chat: Model,
  schema: InteropZodType<Answer>,
  { into, prompt, spend }: StructuredOptions<State, Key>,
): (state: State & Conversing, context: Asking<ServiceOf<Model>>) => Promise<{ readonly [Name in Key]: Answer }> {
  return async (state, context) => {
    const { [into]: paid } = state as unknown as { readonly [Name in Key]: Answer };
    if (isPaid(context)) return { [into]: paid } as { readonly [Name in Key]: Answer };
    spendCall(context, spend);
    const said = await promptedBy(prompt, state, context.failures);
    const known = modelFor(chat, context, []) as unknown as Structuring;
    const asking = known.withStructuredOutput(schema, { includeRaw: true });
    const given = await asked(context, (config) => asking.invoke(said, config));
    const { raw, parsed } = given.answer;
    const answer = await interopSafeParseAsync(schema, parsed ?? answerIn(raw));
    const update = { [into]: answer.data } as { readonly [Name in Key]: Answer };
    spendTokens(context, spend, raw, answer.success ? update : undefined);
    if (!answer.success) throw unfit(raw, answer.error as unknown as Error);
    return update;
  };
}

interface Structuring {
  withStructuredOutput(
    schema: unknown,
    options: { readonly includeRaw: true },
  ): { invoke(input: readonly BaseMessage[], config: object): Promise<Answered> };
}

/** What is in an answer that LangChain found not to fit, so that the schema says why. */
function answerIn(raw: BaseMessage): unknown {
  const [call] = (raw as { readonly tool_calls?: readonly { readonly args: unknown }[] }).tool_calls ?? [];
  if (call !== undefined) return call.args;
  try {
    return JSON.parse(raw.text) as unknown;
  } catch {
    return undefined;
  }
}

function unfit(raw: BaseMessage, { message }: Error): Error {
  const calls = (raw as { readonly tool_calls?: readonly { readonly args: unknown }[] }).tool_calls ?? [];
  const found = calls.length > 0 ? JSON.stringify(calls[0]?.args) : raw.text;
  return Object.assign(new Error(`${message}\nThe answer was: ${found}`), { code: unfitCode });
}
