import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(
  new FakeChat({ story: 'Once there was tea.', joke: 'Tea walks into a bar.', poem: 'Tea, green as the sea.' }),
);
