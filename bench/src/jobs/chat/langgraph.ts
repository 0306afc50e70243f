import { HumanMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';
import { textOf } from './text.ts';
import { warmed } from './warmed.ts';

const chat = new StateGraph(MessagesAnnotation)
  .addNode('listen', () => ({}))
  .addEdge(START, 'listen')
  .addEdge('listen', END);

/** One thread that is invoked with one message each turn. */
export const job: Job = (given) => warmed(given, converse);

async function converse(given: Parameters<Job>[0], size: number): ReturnType<Job> {
  const { saver, close } = emptySaver(given);
  const app = chat.compile({ checkpointer: saver });
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const messages = [new HumanMessage({ id: `m${turn}`, content: textOf(turn) })];
    turns.push(await timedBriefly(() => app.invoke({ messages }, { configurable: { thread_id: 't' } })));
  }
  return { ...ends(turns), bytes: close() };
}
