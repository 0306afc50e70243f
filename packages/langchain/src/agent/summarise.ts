import {
  getBufferString,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  type BaseMessage,
} from '@langchain/core/messages';
import { modelFor, type Asking, type ModelGiven } from '../model/chat-model.ts';
import { asked } from '../model/asked.ts';
import type { Conversing } from '../model/prompt.ts';
import { spendCall, spendTokens, type Spend } from '../model/spend.ts';

/** A conversation of which the older part is summed up. */
export interface Summed extends Conversing {
  readonly summary?: string | undefined;
}

/** When a conversation is summed up, and what is left of it. */
export interface SummaryPolicy {
  /** It is once it has more messages than that, when an answer was given. */
  readonly above: number;
  /** So many of the newest messages stay, and those that belong to them: what is left begins with what somebody said. */
  readonly keep: number;
  /** What the model is told to do, in place of a few plain words. */
  readonly prompt?: string;
}

const plainWords =
  'Sum up the conversation for whoever goes on with it without having read it: what was asked for, what was found and decided, what is open. Write nothing else.';

/** Whether a conversation is to be summed up. */
export function isLong({ messages }: Conversing, policy: SummaryPolicy): boolean {
  return messages.length > policy.above && oldIn(messages, policy).length > 0;
}

/** An activity that has a model sum up the older part of a conversation, which goes. */
export function summarise(
  chat: ModelGiven,
  policy: SummaryPolicy,
  spend: Spend | undefined,
): (
  state: Summed,
  context: Asking<never>,
) => Promise<{ readonly messages: readonly BaseMessage[]; readonly summary: string }> {
  return async ({ messages, summary }, context) => {
    const old = oldIn(messages, policy);
    const before = summary === undefined ? '' : `What was summed up before:\n${summary}\n\n`;
    const told = [
      new SystemMessage(policy.prompt ?? plainWords),
      new HumanMessage(`${before}${getBufferString([...old])}`),
    ];
    spendCall(context, spend);
    const known = modelFor(chat, context, []);
    // Nobody who watches takes this for an answer.
    const { answer: said } = await asked(context, (config) =>
      known.invoke(told, { ...config, tags: [...(config.tags ?? []), 'nostream'] }),
    );
    const update = { messages: old.map(({ id }) => new RemoveMessage({ id: id as string })), summary: said.text };
    spendTokens(context, spend, said, update);
    return update;
  };
}

/** The messages that a summary takes the place of: what the model is told to be, at the beginning, is none of them. */
function oldIn(messages: readonly BaseMessage[], { keep }: SummaryPolicy): readonly BaseMessage[] {
  const first = messages.findIndex(({ type }) => type !== 'system');
  const at = messages.findIndex(({ type }, index) => index >= messages.length - keep && type === 'human');
  const end = at === -1 ? messages.findLastIndex(({ type }) => type === 'human') : at;
  return messages.slice(Math.max(first, 0), Math.max(end, 0));
}
