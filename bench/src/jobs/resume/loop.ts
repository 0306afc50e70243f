import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';

const State = Annotation.Root({ n: Annotation<number>, goal: Annotation<number> });

/** A loop of one node on a file that may be there. */
export function loopOn(file: string) {
  const saver = SqliteSaver.fromConnString(file);
  const app = new StateGraph(State)
    .addNode('step', (s) => ({ n: s.n + 1 }))
    .addEdge(START, 'step')
    .addConditionalEdges('step', (s) => (s.n < s.goal ? 'step' : END), ['step', END])
    .compile({ checkpointer: saver });
  return { app, close: () => saver.db.close() };
}
