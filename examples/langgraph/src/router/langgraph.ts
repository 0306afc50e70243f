import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { ask, askForKind } from './given.ts';

const State = Annotation.Root({
  wish: Annotation<string>(),
  kind: Annotation<'story' | 'joke' | 'poem'>(),
  text: Annotation<string>(),
});

export const app = new StateGraph(State)
  .addNode('route', async ({ wish }) => askForKind(`Story, joke or poem? ${wish}`))
  .addNode('story', async ({ wish }) => ({ text: await ask(`Write a story: ${wish}`) }))
  .addNode('joke', async ({ wish }) => ({ text: await ask(`Write a joke: ${wish}`) }))
  .addNode('poem', async ({ wish }) => ({ text: await ask(`Write a poem: ${wish}`) }))
  .addEdge(START, 'route')
  .addConditionalEdges('route', ({ kind }) => kind, ['story', 'joke', 'poem'])
  .addEdge('story', END)
  .addEdge('joke', END)
  .addEdge('poem', END)
  .compile();

export async function play() {
  return app.invoke({ wish: 'a poem on tea' });
}
