import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { answering, ask, grade, retrieve } from './given.ts';

const State = Annotation.Root({
  question: Annotation<string>(),
  documents: Annotation<string[]>(),
  answer: Annotation<string>(),
});

const answer = answering();

export const app = new StateGraph(State)
  .addNode('retrieve', async ({ question }) => ({ documents: await retrieve(question) }))
  .addNode('generate', async ({ documents }) => ({ answer: await answer(documents) }))
  .addNode('rewrite', async ({ question }) => ({ question: await ask(`Rewrite: ${question}`) }))
  .addEdge(START, 'retrieve')
  .addEdge('retrieve', 'generate')
  .addConditionalEdges(
    'generate',
    async (s) => {
      if (!(await grade(`Does "${s.answer}" stand in ${s.documents.join(', ')}?`)).yes) return 'generate';
      return (await grade(`Does "${s.answer}" answer ${s.question}?`)).yes ? END : 'rewrite';
    },
    ['generate', 'rewrite', END],
  )
  .addEdge('rewrite', 'retrieve')
  .compile();

export async function play() {
  return app.invoke({ question: 'tea' });
}
