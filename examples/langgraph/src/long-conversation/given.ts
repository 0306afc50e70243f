import { FakeChat } from '../fake-chat.ts';

export const llm = new FakeChat({
  'Human: one': 'One was said.',
  'Human: two': 'One and two were said.',
  one: 'I heard one.',
  two: 'I heard two.',
  three: 'I heard three.',
});
