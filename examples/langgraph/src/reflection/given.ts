import { FakeChat } from '../fake-chat.ts';

export const writer = new FakeChat({
  'An essay': 'Tea is hot.',
  Longer: 'Tea is hot and green.',
  Good: 'Tea, hot and green.',
});
export const critic = new FakeChat({ 'hot.': 'Longer, please.', 'hot and green.': 'Good, but no verb.' });
