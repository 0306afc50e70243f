import { END, MessagesDeltaValue, START, StateGraph, StateSchema } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { invoked } from './invoked.ts';
import { messagesOf } from './messages.ts';
import { warmed } from './warmed.ts';

const chat = new StateGraph(new StateSchema({ messages: MessagesDeltaValue }))
  .addNode('listen', () => ({}))
  .addEdge(START, 'listen')
  .addEdge('listen', END);

/** The same with the channel that keeps each message once, and a snapshot of all every hundred. */
export const job: Job = (given) =>
  warmed(given, (each, turns) => invoked(each, turns, (checkpointer) => chat.compile({ checkpointer }), messagesOf));
