import { Annotation, Command, END, MemorySaver, START, StateGraph, interrupt } from '@langchain/langgraph';
import { ask } from './given.ts';

const State = Annotation.Root({ topic: Annotation<string>(), mind: Annotation<string>(), draft: Annotation<string>() });

export const app = new StateGraph(State)
  .addNode('write', async ({ topic, mind }) => ({ draft: await ask(`On ${topic}. Mind: ${mind}`) }))
  .addNode(
    'review',
    ({ draft }) => {
      const { mind, text } = interrupt<string, { mind?: string; text?: string }>(draft);
      if (mind !== undefined) return new Command({ goto: 'write', update: { mind } });
      return new Command({ goto: END, update: { draft: text ?? draft } });
    },
    { ends: ['write', END] },
  )
  .addEdge(START, 'write')
  .addEdge('write', 'review')
  .compile({ checkpointer: new MemorySaver() });

export async function play() {
  const config = { configurable: { thread_id: 'tea' } };
  await app.invoke({ topic: 'tea', mind: 'nothing' }, config);
  await app.invoke(new Command({ resume: { mind: 'short' } }), config);
  return app.invoke(new Command({ resume: { text: 'Tea: very hot.' } }), config);
}
