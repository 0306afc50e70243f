import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export async function retrieve(question: string): Promise<string[]> {
  return [`an essay on ${question}`, 'a recipe for soup'];
}

export async function searchWeb(question: string): Promise<string[]> {
  return [`a page about ${question}`];
}

export const ask = asking(
  new FakeChat({
    'Rewrite: ': 'green tea',
    'a page about green tea': 'Green tea is a plant.',
  }),
);

export const grade = askingFor(
  new FakeChat({ essay: { relevant: true }, soup: { relevant: false } }),
  z.object({ relevant: z.boolean() }),
);
