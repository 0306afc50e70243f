import { memory, open } from '@cairn/core';
import { textOf } from '@cairn/langchain';
import { ChatOpenAI } from '@langchain/openai';
import { desk } from './desk.ts';
import { endpoint, type Said } from './endpoint.ts';

const sure = (answer: string, confidence: number): Said => ({
  text: JSON.stringify({ answer, confidence }),
  tokens: 20,
});

/** What the small model says; it is taken down by one question. */
const small = await endpoint((question) => {
  if (question.startsWith('What is 2 + 2')) return sure('4.', 0.98);
  if (question.startsWith('Who proved')) return sure('Euler, maybe.', 0.3);
  if (question.startsWith('How is a lock')) return sure("I can't help with that.", 0.9);
  return { status: 503 };
});

let requests = 0;
/** What the large model says; one request of three comes too often for it. */
const large = await endpoint((question) => {
  requests += 1;
  if (requests % 3 === 0) return { status: 429, after: '0.1' };
  if (question.startsWith('Who proved')) return { text: 'Andrew Wiles, in 1994.', tokens: 120 };
  if (question.startsWith('How is a lock')) return { text: 'Pins are lifted, one by one.', tokens: 150 };
  if (question.startsWith('Sum this up')) return { text: 'It goes on and on.', tokens: 390 };
  return { text: 'Here is all that there is to say of it.', tokens: 900 };
});

// In the place of vLLM and of a provider: `configuration` is all that differs.
const services = {
  small: new ChatOpenAI({ model: 'Qwen/Qwen3-8B', apiKey: 'none', configuration: { baseURL: small.url } }),
  large: new ChatOpenAI({ model: 'large', apiKey: 'none', configuration: { baseURL: large.url } }),
};

const questions = [
  'What is 2 + 2?',
  "Who proved Fermat's last theorem?",
  'How is a lock picked?',
  `Sum this up: ${'and so on, '.repeat(300)}`,
  'What is the meaning of it all?',
];

const cairn = open({ store: memory(), graphs: [desk], services });
for (const question of questions) {
  const thread = await cairn.start(desk, { messages: question });
  const way: string[] = [];
  for await (const event of thread.watch({ from: 1 })) {
    if (event.type !== 'checkpoint') continue;
    const { cause, from, to, label, note } = event;
    if (cause === 'attempt') way.push(`${from} failed: ${note?.failure?.message.split('\n')[0]}`);
    else if (cause === 'error') way.push(`${from} is given up, as ${note?.failure?.message}`);
    else if (cause === 'sleep') way.push(`${from} is left alone for as long as it asks`);
    else if (from === 'small' && to === 'large') way.push(`${to}, as ${label ?? 'the small model is not sure'}`);
    else if (label !== undefined && to !== undefined) way.push(`${to}, as ${label}`);
  }
  const result = await thread.settled();
  console.log(question.slice(0, 40));
  for (const step of way) console.log(`  ${step}`);
  const { spent } = await thread.now();
  console.log(`  ${result.status === 'done' ? result.outcome : result.status}: ${textOf(result.state.messages)}`);
  console.log(`  ${spent['large'] ?? 0} tokens of the large model`);
}
await cairn.close();
await Promise.all([small.close(), large.close()]);
