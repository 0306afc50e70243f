import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export async function retrieve(question: string): Promise<string[]> {
  return [`a page on ${question}`];
}

const drafts: Readonly<Record<string, readonly string[]>> = {
  'a page on tea': ['Tea is made of gold.', 'Tea is a plant.'],
  'a page on green tea': ['It is not oxidised.'],
};

/** A model whose answer to a question differs from time to time. */
export function answering(): (documents: readonly string[]) => Promise<string> {
  const asked = new Map<string, number>();
  return async ([page = '']) => {
    const answers = drafts[page] ?? [];
    const times = asked.get(page) ?? 0;
    asked.set(page, times + 1);
    return answers[times % answers.length] ?? '';
  };
}

const grader = new FakeChat({
  'Does "Tea is made of gold." stand': { yes: false },
  'Does "Tea is a plant." answer': { yes: false },
  Does: { yes: true },
  Rewrite: 'green tea',
});

export const grade = askingFor(grader, z.object({ yes: z.boolean() }));
export const ask = asking(grader);
