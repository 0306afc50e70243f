import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';

const State = Annotation.Root({ n: Annotation<number>, goal: Annotation<number> });

const counter = new StateGraph(State)
  .addNode('step', (s) => ({ n: s.n + 1 }))
  .addEdge(START, 'step')
  .addConditionalEdges('step', (s) => (s.n < s.goal ? 'step' : END), ['step', END]);

/** One thread that goes round a loop of one node. */
export const job: Job = async (given) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    const { saver, close } = emptySaver(given);
    const app = counter.compile({ checkpointer: saver });
    const took = await timed(() =>
      app.invoke({ n: 0, goal: given.size }, { configurable: { thread_id: 't' }, recursionLimit: given.size + 10 }),
    );
    bytes = close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, given.size), bytes: bytes / given.size };
};
