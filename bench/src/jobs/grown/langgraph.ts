import { Annotation, END, START, StateGraph, type BaseCheckpointSaver } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { invoked, type App } from '../chat/invoked.ts';
import { textOf } from '../chat/text.ts';
import { warmed } from '../chat/warmed.ts';
import { shapeOf } from './shape.ts';

/** The same conversations in channels of LangGraph.js: one that is replaced, one with a reducer, a nested record. */
const shapes: Readonly<Record<string, (saver: BaseCheckpointSaver) => App<{ said: string }>>> = {
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
export const job: Job = (given) => {
  const app = shapeOf(given, shapes);
  return warmed(given, (each, turns) => invoked(each, turns, app, (turn) => ({ said: textOf(turn) })));
};
