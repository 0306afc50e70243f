import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { FakeChat } from '../fake-chat.ts';

const price = tool(() => 'A ticket costs 40.', {
  name: 'price',
  description: 'Looks a price up.',
  schema: z.object({}),
});

export const tools = [price];

export const lead = new FakeChat({
  'A trip': { hand_over_to_clerk: {} },
  'The ticket': { hand_over_to_poet: {} },
  Rails: 'Here is your trip.',
});
export const clerkModel = new FakeChat({ 'Handed over': { price: {} }, 'A ticket costs': 'The ticket is 40.' });
export const poetModel = new FakeChat({ 'Handed over': 'Rails are long.' });
