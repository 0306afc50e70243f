import { Annotation, END, START, StateGraph, interrupt } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';

export const text = Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] });

/** Two nodes beside each other ask; what they hear is joined, in a graph within a graph. */
export function reviewed(checkpointer: BaseCheckpointSaver) {
  const state = Annotation.Root({ said: text });
  const inner = new StateGraph(state)
    .addNode('left', () => ({ said: [`left ${String(interrupt('left?'))}`] }))
    .addNode('right', () => ({ said: [`right ${String(interrupt('right?'))}`] }))
    .addNode('both', ({ said }) => ({ said: [`both of ${said.length}`] }))
    .addEdge(START, 'left')
    .addEdge(START, 'right')
    .addEdge(['left', 'right'], 'both')
    .addEdge('both', END)
    .compile();
  return new StateGraph(state)
    .addNode('inner', async () => ({ said: (await inner.invoke({ said: [] })).said }))
    .addNode('after', () => ({ said: ['after'] }))
    .addEdge(START, 'inner')
    .addEdge('inner', 'after')
    .addEdge('after', END)
    .compile({ checkpointer });
}
