import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(
  new FakeChat({ 'Improve: Tea is hot.': 'Tea is very hot.', 'Write about tea': 'Tea is hot.' }),
);
