import { HumanMessage } from '@langchain/core/messages';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { askForMore, askForPlan, llm, tools } from './given.ts';

const State = Annotation.Root({
  goal: Annotation<string>(),
  steps: Annotation<string[]>(),
  past: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  response: Annotation<string | undefined>(),
});

const worker = createReactAgent({ llm, tools });

export const app = new StateGraph(State)
  .addNode('plan', async ({ goal }) => askForPlan(`Plan: ${goal}`))
  .addNode('work', async ({ steps: [step = ''] }) => {
    const { messages } = await worker.invoke({ messages: [new HumanMessage(step)] });
    return { past: [`${step} -> ${messages.at(-1)?.text}`] };
  })
  .addNode('replan', async (s) => askForMore(`Goal: ${s.goal}\nDone: ${s.past.join('\n')}\nWhat next?`))
  .addEdge(START, 'plan')
  .addEdge('plan', 'work')
  .addEdge('work', 'replan')
  .addConditionalEdges('replan', ({ response }) => (response === undefined ? 'work' : END), ['work', END])
  .compile();

export async function play() {
  return app.invoke({ goal: 'How long is the name of the capital of Norway?' });
}
