import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, MessagesDeltaValue, START, StateGraph, StateSchema } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';

/** What is said in a turn. */
function textOf(turn: number, who: string, length: number): string {
  return `${who} ${turn} `.padEnd(length, `the quick brown fox jumps over ${turn} lazy dogs `);
}

/** A conversation with a model that answers at once, whose messages are kept in either kind of channel. */
export function chat(checkpointer: BaseCheckpointSaver, length: number, channel: 'whole' | 'delta' = 'whole') {
  const state = channel === 'delta' ? new StateSchema({ messages: MessagesDeltaValue }) : MessagesAnnotation;
  const app = new StateGraph(state as typeof MessagesAnnotation)
    .addNode('model', ({ messages }) => ({ messages: [new AIMessage(textOf(messages.length, 'a', length))] }))
    .addEdge(START, 'model')
    .addEdge('model', END)
    .compile({ checkpointer });
  return async (turn: number, thread = 'chat'): Promise<number> => {
    const input = { messages: [new HumanMessage(textOf(turn, 'h', length))] };
    const { messages } = await app.invoke(input, { configurable: { thread_id: thread } });
    return messages.length;
  };
}
