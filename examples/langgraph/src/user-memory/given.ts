import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(
  new FakeChat({ 'Known: nothing': 'I will keep that in mind.', 'Known: I drink tea': 'Tea, as always.' }),
);
