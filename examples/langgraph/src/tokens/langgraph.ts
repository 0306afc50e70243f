import { HumanMessage, type AIMessageChunk } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { left, right } from './given.ts';

const inner = new StateGraph(MessagesAnnotation)
  .addNode('left', async ({ messages }) => ({ messages: [await left.invoke(messages)] }))
  .addNode('right', async ({ messages }) => ({ messages: [await right.invoke(messages.slice(0, 1))] }))
  .addEdge(START, 'left')
  .addEdge('left', 'right')
  .addEdge('right', END)
  .compile();

export const app = new StateGraph(MessagesAnnotation)
  .addNode('inner', inner)
  .addEdge(START, 'inner')
  .addEdge('inner', END)
  .compile();

export async function play() {
  const input = { messages: [new HumanMessage('What of tea?')] };
  const heard: string[] = [];
  for await (const [, [chunk, { langgraph_node: node }]] of await app.stream(input, {
    streamMode: 'messages',
    subgraphs: true,
  }))
    heard.push(`${node}: ${(chunk as AIMessageChunk).text}`);
  return heard;
}
