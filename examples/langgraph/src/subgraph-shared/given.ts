import { FakeChat } from '../fake-chat.ts';

export const clerk = new FakeChat({ Hello: 'Good day.', 'Roses are red, mostly.': 'That was a poem.' });
export const poet = new FakeChat({ 'Good day.': 'Roses are red.', 'Not all': 'Roses are red, mostly.' });
export const critic = new FakeChat({ 'Roses are red.': 'Not all of them.' });
