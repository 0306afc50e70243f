import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

const search = tool(({ query }) => `Found: ${query} is Oslo.`, {
  name: 'search',
  description: 'Searches.',
  schema: z.object({ query: z.string() }),
});

export const tools = [search];

const planner = new FakeChat({
  'Plan: ': { steps: ['find the capital', 'count its letters'] },
  'Done: find the capital -> Oslo\nWhat': { steps: ['count the letters of Oslo'] },
  'Done: ': { response: 'Four letters.' },
});

export const askForPlan = askingFor(planner, z.object({ steps: z.array(z.string()) }));
export const askForMore = askingFor(
  planner,
  z.object({ steps: z.array(z.string()).optional(), response: z.string().optional() }),
);

export const llm = new FakeChat({
  'find the capital': { search: { query: 'the capital' } },
  'Found: ': 'Oslo',
  'count the letters of Oslo': '4',
});
