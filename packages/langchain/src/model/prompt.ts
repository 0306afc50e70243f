import type { Context } from '@cairn/core';
import { HumanMessage, SystemMessage, type BaseMessage, type BaseMessageLike } from '@langchain/core/messages';
import { toMessage } from '../messages/to-message.ts';

/** A state that holds a conversation. */
export interface Conversing {
  readonly messages: readonly BaseMessage[];
}

/** What a model is told: a text goes before the conversation, and a list takes its place. */
type Told = string | readonly BaseMessageLike[];

/** What a model is told, or what says it from the state. */
export type Prompt<State> = Told | ((state: State) => Told | Promise<Told>);

/** The messages that a model is called with: what it is told, and what was refused of what it said in this visit. */
export async function promptedBy<State>(
  prompt: Prompt<State> | undefined,
  state: State & Conversing,
  failures: Context['failures'],
): Promise<BaseMessage[]> {
  return [...(await toldTo(prompt, state)), ...failures.flatMap(correctionOf)];
}

/** What a model is told. */
export async function toldTo<State>(
  prompt: Prompt<State> | undefined,
  state: State & Conversing,
): Promise<readonly BaseMessage[]> {
  return messagesOf(typeof prompt === 'function' ? await prompt(state) : prompt, state.messages);
}

function messagesOf(told: Told | undefined, said: readonly BaseMessage[]): readonly BaseMessage[] {
  if (told === undefined) return said;
  return typeof told === 'string' ? [new SystemMessage(told), ...said] : told.map(toMessage);
}

/** The code of an answer that is not of the form that was asked for. */
export const unfitCode = 'langchain/unfit-answer';

/** What a model is told of an attempt that came to nothing by what it said. Of other failures it is told nothing: they are not its. */
function correctionOf({ refused, code, message }: Context['failures'][number]): readonly BaseMessage[] {
  if (refused !== undefined) return [...saidIn(refused.update), correction(refused.reason)];
  return code === unfitCode || code === 'value/invalid' ? [correction(message)] : [];
}

function correction(reason: string): BaseMessage {
  return new HumanMessage(`That answer was refused: ${reason}\nAnswer anew.`);
}

/** The messages that were refused, so far as a model may be shown them again: a call of a tool that nobody answered it may not. */
function saidIn(update: unknown): readonly BaseMessage[] {
  const { messages } = Object(update) as { readonly messages?: unknown };
  const all = messages === undefined ? [] : [messages].flat().map(toMessage);
  return all.every((each) => !('tool_calls' in each) || (each.tool_calls as readonly unknown[]).length === 0)
    ? all
    : [];
}
