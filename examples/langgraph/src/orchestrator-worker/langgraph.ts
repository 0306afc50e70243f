import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';
import type { z } from 'zod';
import { ask, askForPlan, type Section } from './given.ts';

type Section = z.infer<typeof Section>;

const State = Annotation.Root({
  topic: Annotation<string>(),
  sections: Annotation<Section[]>(),
  written: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  report: Annotation<string>(),
});

export const app = new StateGraph(State)
  .addNode('plan', async ({ topic }) => askForPlan(`Plan a report on ${topic}`))
  .addNode('write', async ({ section }: { section: Section }) => ({
    written: [await ask(`Write ${section.name}: ${section.about}`)],
  }))
  .addNode('bind', ({ written }) => ({ report: written.join('\n\n') }))
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', (s) => s.sections.map((section) => new Send('write', { section })), ['write'])
  .addEdge('write', 'bind')
  .addEdge('bind', END)
  .compile();

export async function play() {
  return app.invoke({ topic: 'tea' });
}
