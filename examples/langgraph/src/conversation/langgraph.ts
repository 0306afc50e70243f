import { HumanMessage } from '@langchain/core/messages';
import { MemorySaver } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { llm, tools } from './given.ts';

export const desk = createReactAgent({ llm, tools, prompt: 'You are kind.', checkpointer: new MemorySaver() });

export async function play() {
  const ada = { configurable: { thread_id: 'ada' } };
  await desk.invoke({ messages: [new HumanMessage('I am Ada.')] }, ada);
  return desk.invoke({ messages: [new HumanMessage('Do I need an umbrella in Oslo?')] }, ada);
}
