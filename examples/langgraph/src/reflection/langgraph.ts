import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { critic, writer } from './given.ts';

export const app = new StateGraph(MessagesAnnotation)
  .addNode('write', async ({ messages }) => ({
    messages: [await writer.invoke([new SystemMessage('You write essays.'), ...messages])],
  }))
  .addNode('reflect', async ({ messages }) => {
    const { text } = await critic.invoke([new SystemMessage('You grade essays.'), ...messages]);
    return { messages: [new HumanMessage(text)] };
  })
  .addEdge(START, 'write')
  .addConditionalEdges('write', ({ messages }) => (messages.length > 4 ? END : 'reflect'), ['reflect', END])
  .addEdge('reflect', 'write')
  .compile();

export async function play() {
  return app.invoke({ messages: [new HumanMessage('An essay on tea')] });
}
