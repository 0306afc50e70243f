import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { ask } from './given.ts';

const State = Annotation.Root({
  topic: Annotation<string>(),
  story: Annotation<string>(),
  joke: Annotation<string>(),
  poem: Annotation<string>(),
  all: Annotation<string>(),
});

export const app = new StateGraph(State)
  .addNode('writeStory', async ({ topic }) => ({ story: await ask(`A story of ${topic}`) }))
  .addNode('writeJoke', async ({ topic }) => ({ joke: await ask(`A joke about ${topic}`) }))
  .addNode('writePoem', async ({ topic }) => ({ poem: await ask(`A poem on ${topic}`) }))
  .addNode('gather', ({ story, joke, poem }) => ({ all: [story, joke, poem].join('\n') }))
  .addEdge(START, 'writeStory')
  .addEdge(START, 'writeJoke')
  .addEdge(START, 'writePoem')
  .addEdge(['writeStory', 'writeJoke', 'writePoem'], 'gather')
  .addEdge('gather', END)
  .compile();

export async function play() {
  return app.invoke({ topic: 'tea' });
}
