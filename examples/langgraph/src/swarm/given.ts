import { FakeChat } from '../fake-chat.ts';

export const llm = new FakeChat({
  'I want to buy': 'A bicycle is 400.',
  'It is broken': { hand_over_to_help: {} },
  'Handed over to help': 'Send it to us.',
  'To which': 'To the workshop.',
});
