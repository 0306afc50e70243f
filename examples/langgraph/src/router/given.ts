import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const Kind = z.enum(['story', 'joke', 'poem']);

const llm = new FakeChat({
  'Story, joke or poem': { kind: 'poem' },
  'Write a poem': 'Tea, green as the sea.',
  'Write a joke': 'Tea walks into a bar.',
  'Write a story': 'Once there was tea.',
});

export const ask = asking(llm);
export const askForKind = askingFor(llm, z.object({ kind: Kind }));
