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
  const answers = [
    ['approve:pay-1', { approve: false, reason: 'Too much' }],
    ['approve:pay-3', { approve: true }],
  ] as const;
  for (const [key, said] of answers) {
    const waiting = await thread.settled();
    asked.push(waiting.status === 'waiting' && waiting.questions[0]?.payload);
    await thread.answer(key, said);
  }
  return { state: (await thread.ended()).state, asked };
}
