import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { Command, END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { z } from 'zod';
import { clerkModel, lead, poetModel, tools } from './given.ts';

const clerk = createReactAgent({ llm: clerkModel, tools });
const poet = createReactAgent({ llm: poetModel, tools: [] });

const handOvers = Object.entries({ clerk: 'Knows the prices.', poet: 'Writes poems.' }).map(([name, about]) =>
  tool(() => '', { name: `hand_over_to_${name}`, description: about, schema: z.object({}) }),
);
const bound = lead.bindTools(handOvers);

export const desk = new StateGraph(MessagesAnnotation)
  .addNode(
    'lead',
    async ({ messages }) => {
      const answer = await bound.invoke([new SystemMessage('You lead.'), ...messages]);
      const call = answer.tool_calls?.[0];
      if (call === undefined) return new Command({ goto: END, update: { messages: [answer] } });
      const to = call.name.replace('hand_over_to_', '');
      const told = new ToolMessage({
        content: `Handed over to ${to}.`,
        name: call.name,
        tool_call_id: call.id ?? '',
      });
      return new Command({ goto: to, update: { messages: [answer, told] } });
    },
    { ends: ['clerk', 'poet', END] },
  )
  .addNode('clerk', clerk)
  .addNode('poet', poet)
  .addEdge(START, 'lead')
  .addEdge('clerk', 'lead')
  .addEdge('poet', 'lead')
  .compile();

export async function play() {
  return desk.invoke({ messages: [new HumanMessage('A trip, please')] });
}
