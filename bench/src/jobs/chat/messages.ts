import { HumanMessage } from '@langchain/core/messages';
import { textOf } from './text.ts';

/** What a graph of LangGraph.js is told in a turn. */
export function messagesOf(turn: number): { messages: HumanMessage[] } {
  return { messages: [new HumanMessage({ id: `m${turn}`, content: textOf(turn) })] };
}
