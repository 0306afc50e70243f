import type { BaseMessage, BaseMessageLike } from '@langchain/core/messages';
import { z } from 'zod';
import { toMessage } from './messages/to-message.ts';

/** One message, for schemas of zod that hold some: `z.object({ question: message })`. */
export const message: z.ZodType<BaseMessage, BaseMessageLike> = z
  .custom<BaseMessageLike>(() => true)
  .transform((given, context) => {
    try {
      return toMessage(given);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
