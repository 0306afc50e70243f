import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt';
import { llm, tools } from './given.ts';

const bound = llm.bindTools(tools);

export const agent = new StateGraph(MessagesAnnotation)
  .addNode('think', async ({ messages }) => ({
    messages: [await bound.invoke([new SystemMessage('You reckon.'), ...messages])],
  }))
  .addNode('tools', new ToolNode(tools))
  .addEdge(START, 'think')
  .addConditionalEdges('think', toolsCondition, ['tools', END])
  .addEdge('tools', 'think')
  .compile();

export async function play() {
  return agent.invoke({ messages: [new HumanMessage('What is 3 * 4 + 2 + 5?')] });
}
