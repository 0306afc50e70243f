import { HumanMessage } from '@langchain/core/messages';
import type { BaseCheckpointSaver } from '@langchain/langgraph';
import { ends } from '../../measure/ends.ts';
import type { Given, Measured } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';
import { textOf } from './text.ts';

/** A compiled graph of LangGraph.js that is told messages. */
interface App {
  invoke(input: { messages: HumanMessage[] }, config: { configurable: { thread_id: string } }): Promise<unknown>;
}

/** Holds a conversation with a graph of LangGraph.js on an empty store. */
export async function invoked(given: Given, size: number, app: (saver: BaseCheckpointSaver) => App): Promise<Measured> {
  const { saver, close } = emptySaver(given);
  const compiled = app(saver);
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const messages = [new HumanMessage({ id: `m${turn}`, content: textOf(turn) })];
    turns.push(await timedBriefly(() => compiled.invoke({ messages }, { configurable: { thread_id: 't' } })));
  }
  return { ...ends(turns), bytes: close() };
}
