import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { emptySaver } from '../saver.ts';

const State = Annotation.Root({
  width: Annotation<number>,
  item: Annotation<number>,
  results: Annotation<number[]>({ reducer: (before, more) => before.concat(more), default: () => [] }),
});

const fanOut = new StateGraph(State)
  .addNode('work', (s: { item: number }) => ({ results: [s.item] }))
  .addNode('gather', () => ({}))
  .addConditionalEdges(START, (s) => Array.from({ length: s.width }, (_, item) => new Send('work', { item })), ['work'])
  .addEdge('work', 'gather')
  .addEdge('gather', END);

/** One thread that sends tasks and gathers them. */
export const job: Job = async (given) => {
  let bytes = 0;
  const duration = await repeat(async () => {
    const { saver, close } = emptySaver(given);
    const app = fanOut.compile({ checkpointer: saver });
    const took = await timed(async () => {
      const { results } = await app.invoke({ width: given.size }, { configurable: { thread_id: 't' } });
      if (results.length !== given.size) throw new Error('a task is missing');
    });
    bytes = close();
    return took;
  }, given.quick);
  return { ...perPiece(duration, given.size), bytes: bytes / given.size };
};
