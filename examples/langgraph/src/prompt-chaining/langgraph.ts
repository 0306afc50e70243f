import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { ask } from './given.ts';

const State = Annotation.Root({ topic: Annotation<string>(), joke: Annotation<string>() });

export const app = new StateGraph(State)
  .addNode('write', async ({ topic }) => ({ joke: await ask(`A joke about ${topic}`) }))
  .addNode('improve', async ({ joke }) => ({ joke: await ask(`More wit: ${joke}`) }))
  .addNode('polish', async ({ joke }) => ({ joke: await ask(`A twist: ${joke}`) }))
  .addEdge(START, 'write')
  .addConditionalEdges('write', ({ joke }) => (joke.includes('?') ? END : 'improve'), ['improve', END])
  .addEdge('improve', 'polish')
  .addEdge('polish', END)
  .compile();

export async function play() {
  return app.invoke({ topic: 'tea' });
}
