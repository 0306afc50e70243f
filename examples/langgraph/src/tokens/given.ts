import { FakeChat } from '../fake-chat.ts';

export const left = new FakeChat({ tea: 'Tea is hot. ' });
export const right = new FakeChat({ tea: 'Tea is green. ' });
