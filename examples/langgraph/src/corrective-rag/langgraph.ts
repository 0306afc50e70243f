import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { ask, grade, retrieve, searchWeb } from './given.ts';

const State = Annotation.Root({
  question: Annotation<string>(),
  found: Annotation<string[]>(),
  documents: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  answer: Annotation<string>(),
});

export const app = new StateGraph(State)
  .addNode('retrieve', async ({ question }) => ({ found: await retrieve(question) }))
  .addNode('grade', async ({ question, found }) => {
    const grades = await Promise.all(found.map((each) => grade(`Does this tell of ${question}? ${each}`)));
    return { documents: found.filter((_each, at) => grades[at]?.relevant) };
  })
  .addNode('rewrite', async ({ question }) => ({ question: await ask(`Rewrite: ${question}`) }))
  .addNode('search', async ({ question }) => ({ documents: await searchWeb(question) }))
  .addNode('generate', async ({ question, documents }) => ({
    answer: await ask(`${question}? ${documents.join(', ')}`),
  }))
  .addEdge(START, 'retrieve')
  .addEdge('retrieve', 'grade')
  .addConditionalEdges('grade', (s) => (s.documents.length < s.found.length ? 'rewrite' : 'generate'), [
    'rewrite',
    'generate',
  ])
  .addEdge('rewrite', 'search')
  .addEdge('search', 'generate')
  .addEdge('generate', END)
  .compile();

export async function play() {
  return app.invoke({ question: 'tea' });
}
