import { Annotation, Command, END, START, StateGraph } from '@langchain/langgraph';
import { kindOf } from './given.ts';

const State = Annotation.Root({
  question: Annotation<string>(),
  path: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});

const sorting = new StateGraph(State)
  .addNode('sort', ({ question }) => {
    const goto = kindOf(question) === 'billing' ? 'billing' : 'human';
    return new Command({ graph: Command.PARENT, goto, update: { path: [`sorted for ${goto}`] } });
  })
  .addEdge(START, 'sort')
  .compile();

export const desk = new StateGraph(State)
  .addNode('sorting', sorting, { ends: ['billing', 'human'] })
  .addNode('billing', () => new Command({ goto: 'human', update: { path: ['billed'] } }), { ends: ['human'] })
  .addNode('human', () => ({ path: ['a person answered'] }))
  .addEdge(START, 'sorting')
  .addEdge('human', END)
  .compile();

export async function play() {
  return [await desk.invoke({ question: 'my bill' }), await desk.invoke({ question: 'hello' })];
}
