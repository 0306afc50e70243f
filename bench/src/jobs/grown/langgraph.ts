import { Annotation, END, START, StateGraph, type BaseCheckpointSaver } from '@langchain/langgraph';
import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { textOf } from '../chat/text.ts';
import { warmed } from '../chat/warmed.ts';
import { emptySaver } from '../saver.ts';

interface App {
  invoke(input: { said: string }, config: { configurable: { thread_id: string } }): Promise<unknown>;
}

/** The same conversations in channels of LangGraph.js: one that is replaced, one with a reducer, a nested record. */
const shapes: Readonly<Record<string, (saver: BaseCheckpointSaver) => App>> = {
  plain: (checkpointer) =>
    new StateGraph(Annotation.Root({ said: Annotation<string>, list: Annotation<{ text: string }[] | undefined> }))
      .addNode('listen', (s) => ({ list: [...(s.list ?? []), { text: s.said }] }))
      .addEdge(START, 'listen')
      .addEdge('listen', END)
      .compile({ checkpointer }),
  reduced: (checkpointer) =>
    new StateGraph(
      Annotation.Root({
        said: Annotation<string>,
        list: Annotation<string[], string>({ reducer: (list, text) => [...list, text], default: () => [] }),
      }),
    )
      .addNode('listen', (s) => ({ list: s.said }))
      .addEdge(START, 'listen')
      .addEdge('listen', END)
      .compile({ checkpointer }),
  nested: (checkpointer) =>
    new StateGraph(
      Annotation.Root({ said: Annotation<string>, page: Annotation<{ body: { list: string[] } } | undefined> }),
    )
      .addNode('listen', (s) => ({ page: { body: { list: [...(s.page?.body.list ?? []), s.said] } } }))
      .addEdge(START, 'listen')
      .addEdge('listen', END)
      .compile({ checkpointer }),
};

/** One thread that is invoked with one text each turn. */
export const job: Job = (given) => warmed(given, converse);

async function converse(given: Parameters<Job>[0], size: number): ReturnType<Job> {
  const shape = shapes[given.shape ?? ''];
  if (shape === undefined) throw new Error(`no shape ${given.shape}; there are ${Object.keys(shapes).join(', ')}`);
  const { saver, close } = emptySaver(given);
  const app = shape(saver);
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const said = textOf(turn);
    turns.push(await timedBriefly(() => app.invoke({ said }, { configurable: { thread_id: 't' } })));
  }
  return { ...ends(turns), bytes: close() };
}
