import { asking } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const ask = asking(new FakeChat({ 'Mind: short': 'Tea: hot.', 'On tea': 'Tea is hot.' }));
