// A consumer's program beside LangChain, run and checked as program.ts is. LangChain's declarations ask for a newer library than that has.

import { graph, run } from '@cairn/core';
import { message, messages } from '@cairn/langchain';
import { message as messageInZod } from '@cairn/langchain/zod';

const hello = graph({
  name: 'hello',
  state: { messages: messages(), first: message, second: messageInZod },
  start: 'greet',
  nodes: {
    greet: { run: (s) => ({ messages: [s.first, s.second, { role: 'assistant', content: 'ok' }] }), next: 'end' },
    end: { final: true },
  },
});
const { state } = await run(hello, { first: 'Hello', second: 'there' });
console.log(state.messages.map(({ text }) => text).join(' '));
