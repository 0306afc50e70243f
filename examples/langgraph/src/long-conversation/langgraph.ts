import { getBufferString, HumanMessage, RemoveMessage, SystemMessage } from '@langchain/core/messages';
import { Annotation, END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { llm } from './given.ts';

const State = Annotation.Root({ ...MessagesAnnotation.spec, summary: Annotation<string | undefined>() });

export const desk = new StateGraph(State)
  .addNode('reply', async ({ messages, summary }) => {
    const before = summary && [new SystemMessage(`What was said before, summed up:\n${summary}`)];
    return { messages: [await llm.invoke([...(before || []), ...messages])] };
  })
  .addNode('sumUp', async ({ messages, summary }) => {
    const old = messages.slice(0, -2);
    const before = summary === undefined ? '' : `What was summed up before:\n${summary}\n\n`;
    const asked = new HumanMessage(`${before}${getBufferString(old)}`);
    const { text } = await llm.invoke([new SystemMessage('Sum up what was said.'), asked]);
    return { summary: text, messages: old.map(({ id = '' }) => new RemoveMessage({ id })) };
  })
  .addEdge(START, 'reply')
  .addConditionalEdges('reply', ({ messages }) => (messages.length > 3 ? 'sumUp' : END), ['sumUp', END])
  .addEdge('sumUp', END)
  .compile({ checkpointer: new MemorySaver() });

export async function play() {
  const ada = { configurable: { thread_id: 'ada' } };
  for (const said of ['one', 'two', 'three']) await desk.invoke({ messages: [new HumanMessage(said)] }, ada);
  return (await desk.getState(ada)).values;
}
