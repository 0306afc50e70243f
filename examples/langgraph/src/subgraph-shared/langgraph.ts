import { HumanMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { clerk, critic, poet } from './given.ts';

const poem = new StateGraph(MessagesAnnotation)
  .addNode('write', async ({ messages }) => ({ messages: [await poet.invoke(messages)] }))
  .addNode('criticise', async ({ messages }) => ({ messages: [await critic.invoke(messages)] }))
  .addNode('mend', async ({ messages }) => ({ messages: [await poet.invoke(messages)] }))
  .addEdge(START, 'write')
  .addEdge('write', 'criticise')
  .addEdge('criticise', 'mend')
  .addEdge('mend', END)
  .compile();

export const app = new StateGraph(MessagesAnnotation)
  .addNode('greet', async ({ messages }) => ({ messages: [await clerk.invoke(messages)] }))
  .addNode('poem', poem)
  .addNode('close', async ({ messages }) => ({ messages: [await clerk.invoke(messages)] }))
  .addEdge(START, 'greet')
  .addEdge('greet', 'poem')
  .addEdge('poem', 'close')
  .addEdge('close', END)
  .compile();

export async function play() {
  return app.invoke({ messages: [new HumanMessage('Hello')] });
}
