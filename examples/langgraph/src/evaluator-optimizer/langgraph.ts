import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { ask, grade } from './given.ts';

const State = Annotation.Root({
  topic: Annotation<string>(),
  joke: Annotation<string>(),
  hint: Annotation<string>({ reducer: (_old, given) => given, default: () => 'none' }),
  funny: Annotation<boolean>(),
});

export const app = new StateGraph(State)
  .addNode('write', async (s) => ({ joke: await ask(`A joke about ${s.topic}. Hint: ${s.hint}`) }))
  .addNode('evaluate', async ({ joke }) => grade(`Is this funny? ${joke}`))
  .addEdge(START, 'write')
  .addEdge('write', 'evaluate')
  .addConditionalEdges('evaluate', ({ funny }) => (funny ? END : 'write'), ['write', END])
  .compile();

export async function play() {
  return app.invoke({ topic: 'cats' });
}
