import { HumanMessage, SystemMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { Annotation, Command, END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { z } from 'zod';
import { llm } from './given.ts';

const State = Annotation.Root({ ...MessagesAnnotation.spec, active: Annotation<'sales' | 'help'>() });

function member(other: 'sales' | 'help', prompt: string) {
  const name = `hand_over_to_${other}`;
  const bound = llm.bindTools([tool(() => '', { name, description: `Hands over to ${other}.`, schema: z.object({}) })]);
  return async ({ messages }: { messages: BaseMessage[] }) => {
    const answer = await bound.invoke([new SystemMessage(prompt), ...messages]);
    const call = answer.tool_calls?.[0];
    if (call === undefined) return new Command({ goto: END, update: { messages: [answer] } });
    const told = new ToolMessage({ content: `Handed over to ${other}.`, name, tool_call_id: call.id ?? '' });
    return new Command({ goto: other, update: { messages: [answer, told], active: other } });
  };
}

export const desk = new StateGraph(State)
  .addNode('sales', member('help', 'You sell.'), { ends: ['help', END] })
  .addNode('help', member('sales', 'You help.'), { ends: ['sales', END] })
  .addConditionalEdges(START, ({ active }) => active ?? 'sales', ['sales', 'help'])
  .compile({ checkpointer: new MemorySaver() });

export async function play() {
  const ada = { configurable: { thread_id: 'ada' } };
  for (const said of ['I want to buy a bicycle', 'It is broken', 'To which address?'])
    await desk.invoke({ messages: [new HumanMessage(said)] }, ada);
  return (await desk.getState(ada)).values;
}
