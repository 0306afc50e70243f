import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';

const State = Annotation.Root({ n: Annotation<number>, goal: Annotation<number> });

const count = (s: { n: number }): { n: number } => ({ n: s.n + 1 });

const inner = new StateGraph(State)
  .addNode('one', count)
  .addNode('two', count)
  .addNode('three', count)
  .addEdge(START, 'one')
  .addEdge('one', 'two')
  .addEdge('two', 'three')
  .addEdge('three', END)
  .compile();

const outer = new StateGraph(State)
  .addNode('call', inner)
  .addEdge(START, 'call')
  .addConditionalEdges('call', (s) => (s.n < s.goal ? 'call' : END), ['call', END]);

/** Three nodes as a subgraph that is called again and again. */
export const job: Job = async (given) => {
  const duration = await repeat(async () => {
    const { saver, close } = emptySaver(given);
    const app = outer.compile({ checkpointer: saver });
    const limits = { configurable: { thread_id: 't' }, recursionLimit: given.size + 10 };
    const took = await timed(() => app.invoke({ n: 0, goal: 3 * given.size }, limits));
    close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, 3 * given.size) };
};
