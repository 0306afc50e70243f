import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, MessagesDeltaValue, START, StateGraph, StateSchema } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph';
import { ends } from '../../measure/ends.ts';
import type { Given, Measured } from '../../measure/job.ts';
import { median } from '../../measure/median.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { textOf } from '../chat/text.ts';

/** A file that savers keep checkpoints in; each one that it makes knows nothing of what those before it knew. */
export interface SaverFile {
  readonly saver: () => BaseCheckpointSaver;
  /** Closes it, and says how many bytes it had. */
  readonly close: () => Promise<number>;
}

const schemas = { whole: MessagesAnnotation, delta: new StateSchema({ messages: MessagesDeltaValue }) } as const;

/** Holds a conversation with a model that answers at once, and at its end some turns each with a saver that is new. */
export async function conversation(given: Given, channel: keyof typeof schemas, file: SaverFile): Promise<Measured> {
  const app = (checkpointer: BaseCheckpointSaver) =>
    new StateGraph(schemas[channel] as typeof MessagesAnnotation)
      .addNode('model', ({ messages }) => {
        const id = `a${messages.length}`;
        return { messages: [new AIMessage({ id, content: textOf(messages.length) })] };
      })
      .addEdge(START, 'model')
      .addEdge('model', END)
      .compile({ checkpointer });
  const warm = app(file.saver());
  const turn = (number: number, compiled: typeof warm): Promise<Duration> => {
    const messages = [new HumanMessage({ id: `h${number}`, content: textOf(number) })];
    return timedBriefly(() => compiled.invoke({ messages }, { configurable: { thread_id: 't' } }));
  };
  const turns: Duration[] = [];
  for (let number = 0; number < given.size; number++) turns.push(await turn(number, warm));
  const measured = ends(turns);
  const cold: Duration[] = [];
  for (let number = 0; number < 9; number++) cold.push(await turn(given.size + number, app(file.saver())));
  return { ...measured, cold: 1_000 * median(cold.map(({ wall }) => wall)), bytes: await file.close() };
}
