import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { FakeChat } from '../fake-chat.ts';

const pay = tool(({ to, amount }) => `Paid ${amount} to ${to}.`, {
  name: 'pay',
  description: 'Pays somebody.',
  schema: z.object({ to: z.string(), amount: z.number() }),
});

export const tools = [pay];

export const llm = new FakeChat({
  'Pay Ada': { pay: { to: 'ada', amount: 500 } },
  'Too much': { pay: { to: 'ada', amount: 5 } },
  'Paid 5': 'Ada has her 5.',
});
