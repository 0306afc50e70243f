import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

const llm = new FakeChat({
  'Hint: shorter': 'Cats nap.',
  'A joke about cats': 'Cats are known to nap for a long time.',
  'Is this funny? Cats nap.': { funny: true, hint: 'well done' },
  'Is this funny?': { funny: false, hint: 'shorter' },
});

export const ask = asking(llm);
export const grade = askingFor(llm, z.object({ funny: z.boolean(), hint: z.string() }));
