import type { BaseMessage } from '@langchain/core/messages';
import { messageFrom, storedMessage } from '../messages/message-codec.ts';
import { toMessage, toWholeMessage } from '../messages/to-message.ts';

/** A call of a tool, as a part of what was streamed, or as one that cannot be made. */
interface Said {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly args?: string | undefined;
}

interface Calls {
  readonly tool_calls?: readonly { readonly id?: string }[];
  readonly invalid_tool_calls?: readonly Said[];
  readonly tool_call_chunks?: readonly Said[];
}

/**
 * The message that a model answered with. Of a call whose arguments were streamed in part LangChain makes the best, which is not what was
 * asked for: it is one that cannot be made. Such a call is among the message's calls as well, without arguments, for providers are told of
 * no others, and an answer to a call that they were not told of they refuse.
 */
export function answerFrom(given: unknown, finish: string | undefined): BaseMessage {
  const { tool_call_chunks: parts = [] } = toMessage(given) as Calls;
  const message = finishedBy(toWholeMessage(given), finish);
  const { tool_calls: calls = [], invalid_tool_calls: invalid = [] } = message as Calls;
  const cutOff = parts.filter(({ id, args }) => !isJson(args) && !invalid.some((each) => each.id === id));
  const broken = [...invalid, ...cutOff.map((part) => ({ ...ofCall(part), error: 'The arguments are no JSON.' }))];
  const named = broken.filter(({ id, name }) => id !== undefined && name !== undefined);
  if (named.length === 0) return message;
  const without = calls.filter(({ id }) => !named.some((each) => each.id === id));
  const empty = named.map(({ id, name }) => ({ id, name, args: {}, type: 'tool_call' }));
  const all = { tool_calls: [...without, ...empty], invalid_tool_calls: broken };
  return messageFrom({ ...storedMessage(message), ...all });
}

/** One that was streamed says why it was at its end, as others do. */
function finishedBy(message: BaseMessage, finish: string | undefined): BaseMessage {
  const { response_metadata: known } = message;
  if (finish === undefined || known['finish_reason'] !== undefined) return message;
  return messageFrom({ ...storedMessage(message), response_metadata: { ...known, finish_reason: finish } });
}

function ofCall({ id, name, args }: Said): Said & { readonly type: 'invalid_tool_call' } {
  return { id, name, args, type: 'invalid_tool_call' };
}

function isJson(text = ''): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
