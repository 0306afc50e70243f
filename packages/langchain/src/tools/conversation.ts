import { local } from '@cairn/core';
import { messages, type MessagesKey } from '../messages/messages.ts';
import { approvalSchema } from './approval.ts';
import { callSchema } from './tool-call.ts';

/** The parts of a graph in which models call tools: what its nodes have in the state, and what they ask. */
interface Conversation {
  readonly state: { readonly messages: MessagesKey; readonly call: ReturnType<typeof local<typeof callSchema>> };
  readonly questions: { readonly 'approve:*': typeof approvalSchema };
}

/** What a graph has that takes in {@link toolNodes}: `graph({ name: 'agent', ...conversation, start, nodes })`. */
export const conversation: Conversation = {
  state: { messages: messages(), call: local(callSchema) },
  questions: { 'approve:*': approvalSchema },
};
