import type { BaseCheckpointSaver } from '@langchain/langgraph';
import { ends } from '../../measure/ends.ts';
import type { Given, Measured } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';

/** A compiled graph of LangGraph.js that is given something each turn. */
export interface App<Input> {
  invoke(input: Input, config: { configurable: { thread_id: string } }): Promise<unknown>;
}

/** Holds a conversation with a graph of LangGraph.js on an empty store. */
export async function invoked<Input>(
  given: Given,
  size: number,
  app: (saver: BaseCheckpointSaver) => App<Input>,
  inputOf: (turn: number) => Input,
): Promise<Measured> {
  const { saver, close } = emptySaver(given);
  const compiled = app(saver);
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const input = inputOf(turn);
    turns.push(await timedBriefly(() => compiled.invoke(input, { configurable: { thread_id: 't' } })));
  }
  return { ...ends(turns), bytes: close() };
}
