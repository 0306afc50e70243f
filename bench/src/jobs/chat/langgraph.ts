import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { invoked } from './invoked.ts';
import { messagesOf } from './messages.ts';
import { warmed } from './warmed.ts';

const chat = new StateGraph(MessagesAnnotation)
  .addNode('listen', () => ({}))
  .addEdge(START, 'listen')
  .addEdge('listen', END);

/** One thread that is invoked with one message each turn. */
export const job: Job = (given) =>
  warmed(given, (each, turns) => invoked(each, turns, (checkpointer) => chat.compile({ checkpointer }), messagesOf));
