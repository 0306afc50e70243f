import { graph, memory, open } from '@cairn/core';
import { callsTools, conversation, model, toolNodes } from '@cairn/langchain';
import { llm, tools } from './given.ts';

const clerk = graph({
  name: 'clerk',
  ...conversation,
  start: 'think',
  nodes: {
    think: { run: model(llm, { tools }), next: [{ when: callsTools, to: 'tools' }, 'end'] },
    ...toolNodes(tools, { then: 'think', approve: ['pay'] }),
    end: { final: true },
  },
});

export async function play() {
  const thread = await open({ store: memory(), graphs: [clerk] }).start(clerk, { messages: 'Pay Ada' });
  const asked: unknown[] = [];
  for (const said of [{ approve: false, reason: 'Too much' } as const, { approve: true } as const]) {
    const waiting = await thread.settled();
    const [question] = waiting.status === 'waiting' ? waiting.questions : [];
    asked.push(question?.payload);
    await thread.answer(question?.key as `approve:${string}`, said);
  }
  return { state: (await thread.ended()).state, asked };
}
