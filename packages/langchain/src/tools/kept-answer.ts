import { isProblem, type Context } from '@cairn/core';
import { Document } from '@langchain/core/documents';
import { BaseMessage } from '@langchain/core/messages';
import { messageFrom, storedMessage } from '../messages/message-codec.ts';

/**
 * A tool's answer, as it can be kept: what it did is done, so what cannot be stored of what came with its words is left out, and the
 * message's `metadata.dropped` says why. What holds instances of classes is tried by a step.
 */
export async function keptAnswer(answer: BaseMessage, { step }: Pick<Context, 'step'>): Promise<BaseMessage> {
  const { artifact, metadata, additional_kwargs, response_metadata, ...words } = storedMessage(answer);
  const beside = { artifact, metadata, additional_kwargs, response_metadata };
  if (isPlain(beside)) return answer;
  try {
    await step('artifact', () => beside);
    return answer;
  } catch (error) {
    if (!isProblem(error, 'value/refused')) throw error;
    return messageFrom({ ...words, metadata: { dropped: error.message } });
  }
}

/** Whether a value is known to be storable without being looked at by whoever stores it. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof BaseMessage) return true;
  if (value instanceof Document) return isPlain(value.metadata);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isKnown = prototype === Object.prototype || prototype === null || Array.isArray(value);
  return isKnown && Object.values(value).every(isPlain);
}

/** The answer as text, whatever it is. */
export function answerText(found: unknown): string {
  if (typeof found === 'string') return found;
  try {
    return JSON.stringify(found, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '';
  } catch {
    return String(found);
  }
}
