import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(
  new FakeChat({
    'A subject': 'socks',
    'A joke about socks': 'They come in pairs, and leave alone.',
    'A joke about chickens': 'It crossed the road.',
  }),
);
