import { HumanMessage, ToolMessage, type AIMessage } from '@langchain/core/messages';
import { Command, END, INTERRUPT, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { interrupt, isInterrupted } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { llm, tools } from './given.ts';

const bound = llm.bindTools(tools);

export const clerk = new StateGraph(MessagesAnnotation)
  .addNode('think', async ({ messages }) => ({ messages: [await bound.invoke(messages)] }))
  .addNode(
    'review',
    ({ messages }) => {
      const { tool_calls: [call] = [] } = messages.at(-1) as AIMessage;
      if (call === undefined) return new Command({ goto: END });
      const said = interrupt<object, Review>({ tool: call.name, args: call.args });
      if (said.approve) return new Command({ goto: 'tools' });
      const told = { content: said.reason, name: call.name, tool_call_id: call.id ?? '' };
      return new Command({ goto: 'think', update: { messages: [new ToolMessage(told)] } });
    },
    { ends: ['think', 'tools', END] },
  )
  .addNode('tools', new ToolNode(tools))
  .addEdge(START, 'think')
  .addEdge('think', 'review')
  .addEdge('tools', 'think')
  .compile({ checkpointer: new MemorySaver() });

type Review = { approve: true } | { approve: false; reason: string };

export async function play() {
  const config = { configurable: { thread_id: 'ada' } };
  const asked: unknown[] = [];
  const answers: Review[] = [{ approve: false, reason: 'Too much' }, { approve: true }];
  let state: object = await clerk.invoke({ messages: [new HumanMessage('Pay Ada')] }, config);
  while (isInterrupted(state)) {
    asked.push(state[INTERRUPT][0]?.value);
    state = await clerk.invoke(new Command({ resume: answers.shift() }), config);
  }
  return { state, asked };
}
