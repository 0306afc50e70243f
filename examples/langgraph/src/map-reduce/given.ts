import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

const llm = new FakeChat({
  'Subjects of animals': { subjects: ['cats', 'dogs', 'crows'] },
  'A joke about cats': 'Cats do not laugh.',
  'A joke about dogs': 'Dogs laugh at cats.',
  'A joke about crows': 'Crows know.',
  'Which is best': { best: 'Crows know.' },
});

export const ask = asking(llm);
export const askForSubjects = askingFor(llm, z.object({ subjects: z.array(z.string()) }));
export const askForBest = askingFor(llm, z.object({ best: z.string() }));
