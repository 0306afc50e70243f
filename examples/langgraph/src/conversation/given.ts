import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { FakeChat } from '../fake-chat.ts';

const weather = tool(({ city }) => `It rains in ${city}.`, {
  name: 'weather',
  description: 'Looks out of the window.',
  schema: z.object({ city: z.string() }),
});

export const tools = [weather];

export const llm = new FakeChat({
  Ada: 'Hello Ada.',
  'Do I need': { weather: { city: 'Oslo' } },
  'It rains': 'Yes, Ada, take an umbrella.',
});
