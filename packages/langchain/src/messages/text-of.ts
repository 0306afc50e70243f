import { replace, type Replace } from '@cairn/core';
import type { BaseMessage, BaseMessageLike } from '@langchain/core/messages';
import type { MessagesUpdate } from './messages.ts';
import { toMessage } from './to-message.ts';

/** Whatever is in a key that holds a conversation, or is written to one. */
type Spoken = readonly BaseMessage[] | MessagesUpdate | Replace<readonly BaseMessageLike[]>;

const Replacing = replace(undefined).constructor;

/** The text of the last message of a conversation, or of what a node writes to one; empty where there is none. */
export function textOf(said: Spoken | undefined): string {
  const given: unknown = said instanceof Replacing ? (said as Replace).value : said;
  const last: unknown = Array.isArray(given) ? given.at(-1) : given;
  return last === undefined ? '' : toMessage(last).text;
}
