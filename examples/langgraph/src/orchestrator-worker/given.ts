import { z } from 'zod';
import { asking, askingFor } from '../asking.ts';
import { FakeChat } from '../fake-chat.ts';

export const Section = z.object({ name: z.string(), about: z.string() });

const llm = new FakeChat({
  'Plan a report on tea': {
    sections: [
      { name: 'Origin', about: 'where it is from' },
      { name: 'Kinds', about: 'green and black' },
    ],
  },
  'Write Origin': 'It is from China.',
  'Write Kinds': 'It is green, or black.',
});

export const ask = asking(llm);
export const askForPlan = askingFor(llm, z.object({ sections: z.array(Section) }));
