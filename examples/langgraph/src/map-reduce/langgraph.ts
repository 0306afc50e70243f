import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';
import { ask, askForBest, askForSubjects } from './given.ts';

const State = Annotation.Root({
  topic: Annotation<string>(),
  subjects: Annotation<string[]>(),
  jokes: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  best: Annotation<string>(),
});

export const app = new StateGraph(State)
  .addNode('plan', async ({ topic }) => askForSubjects(`Subjects of ${topic}`))
  .addNode('joke', async ({ subject }: { subject: string }) => ({ jokes: [await ask(`A joke about ${subject}`)] }))
  .addNode('choose', async ({ jokes }) => askForBest(`Which is best? ${jokes.join(' ')}`))
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', (s) => s.subjects.map((subject) => new Send('joke', { subject })), ['joke'])
  .addEdge('joke', 'choose')
  .addEdge('choose', END)
  .compile();

export async function play() {
  return app.invoke({ topic: 'animals' });
}
