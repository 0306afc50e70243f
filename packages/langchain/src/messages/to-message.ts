import { type BaseMessage, type BaseMessageLike, coerceMessageLikeToMessage } from '@langchain/core/messages';
import { isChunk, isOfThisCopy } from './message-class.ts';
import { messageFrom, own, storedMessage } from './message-codec.ts';

/**
 * The message that something stands for: a text, a role with its content, data. One that another copy of LangChain made, or whose class
 * extends LangChain's, is made anew; what is no message throws.
 */
export function toMessage(given: unknown): BaseMessage {
  const message = coerceMessageLikeToMessage(own(given) as BaseMessageLike);
  return isOfThisCopy(message) ? message : messageFrom(storedMessage(message));
}

/** The same, as a conversation has it: a part that was streamed is a whole message there. */
export function toWholeMessage(given: unknown): BaseMessage {
  const message = toMessage(given);
  if (!isChunk(message)) return message;
  const { chunk: _chunk, tool_call_chunks: _chunks, ...whole } = storedMessage(message);
  return messageFrom(whole);
}

/** A message under another id. Whose message it was keeps it. */
export function withId(message: BaseMessage, id: string): BaseMessage {
  return messageFrom({ ...storedMessage(message), id });
}
