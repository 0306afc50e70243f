import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { FakeChat } from '../fake-chat.ts';

const two = z.object({ a: z.number(), b: z.number() });

const multiply = tool(({ a, b }) => `${a * b}`, { name: 'multiply', description: 'Multiplies.', schema: two });
const add = tool(({ a, b }) => `${a + b}`, { name: 'add', description: 'Adds.', schema: two });

export const tools = [multiply, add];

export const llm = new FakeChat({
  'What is': { multiply: { a: 3, b: 4 }, add: { a: 2, b: 5 } },
  '7': { add: { a: 12, b: 7 } },
  '19': 'It is 19.',
});
