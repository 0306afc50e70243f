import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(
  new FakeChat({
    'A joke about': 'Why is tea hot.',
    'More wit: ': 'Why is tea hot? It is steamed.',
    'A twist: ': 'Why is tea hot? It is steamed, and so am I.',
  }),
);
