import { Annotation, END, InMemoryStore, START, StateGraph } from '@langchain/langgraph';
import { ask } from './given.ts';

const State = Annotation.Root({ user: Annotation<string>(), said: Annotation<string>(), answer: Annotation<string>() });

export const desk = new StateGraph(State)
  .addNode('reply', async ({ user, said }, { store }) => {
    const known = (await store?.search(['users', user])) ?? [];
    const facts = known.map(({ value }) => String(value['text']));
    return { answer: await ask(`Known: ${facts.join(', ') || 'nothing'}. ${said}`) };
  })
  .addNode('remember', async ({ user, said }, { store }) => {
    await store?.put(['users', user], said, { text: said });
  })
  .addEdge(START, 'reply')
  .addEdge('reply', 'remember')
  .addEdge('remember', END)
  .compile({ store: new InMemoryStore() });

export async function play() {
  await desk.invoke({ user: 'ada', said: 'I drink tea' });
  return desk.invoke({ user: 'ada', said: 'What would I like?' });
}
