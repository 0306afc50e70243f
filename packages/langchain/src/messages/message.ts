import type { BaseMessage, BaseMessageLike } from '@langchain/core/messages';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { toMessage } from './to-message.ts';

/** A schema of one message, for events and for keys that hold one; the graph, or a key of it, brings {@link messageCodecs}. */
export const message: StandardSchemaV1<BaseMessageLike, BaseMessage> = {
  '~standard': { version: 1, vendor: 'cairn', validate: parsed },
};

function parsed(given: unknown): StandardSchemaV1.Result<BaseMessage> {
  try {
    return { value: toMessage(given) };
  } catch (error) {
    return { issues: [{ message: (error as Error).message }] };
  }
}
