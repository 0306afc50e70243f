import { Annotation, END, MemorySaver, START, StateGraph, type StateSnapshot } from '@langchain/langgraph';
import { ask } from './given.ts';

const State = Annotation.Root({ subject: Annotation<string>(), joke: Annotation<string>() });

export const app = new StateGraph(State)
  .addNode('choose', async () => ({ subject: await ask('A subject, please') }))
  .addNode('tell', async ({ subject }) => ({ joke: await ask(`A joke about ${subject}`) }))
  .addEdge(START, 'choose')
  .addEdge('choose', 'tell')
  .addEdge('tell', END)
  .compile({ checkpointer: new MemorySaver() });

export async function play() {
  const config = { configurable: { thread_id: 'jokes' } };
  const told = await app.invoke({}, config);
  const history: StateSnapshot[] = [];
  for await (const each of app.getStateHistory(config)) history.push(each);
  const before = history.find(({ next }) => next[0] === 'tell');
  const forked = await app.updateState(before?.config ?? config, { subject: 'chickens' });
  return { told, retold: await app.invoke(null, forked) };
}
