import { longTermMemory, open } from '@cairn/core';
import { agent, memoryTools, textOf } from '@cairn/langchain';
import { sqlite } from '@cairn/sqlite';
import { ToolMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { call, ScriptedModel } from './scripted-model.ts';

test('what an agent remembers in one conversation it recalls in another, of whom it is about and as it is written', async () => {
  const store = sqlite(':memory:');
  const facts = longTermMemory(store);
  const namespace = (
    context: { readonly context: Readonly<Record<string, unknown>> } | undefined,
  ): readonly string[] => ['guests', String(context?.context['guest'])];
  const model = new ScriptedModel([
    {
      content: '',
      tool_calls: [
        call('remember', { text: 'Ada takes her tea green.' }),
        call('remember', { text: 'Ada is left-handed.' }),
      ],
    },
    'I see.',
    {
      content: '',
      tool_calls: [
        call('recall', { text: 'How does she take her tea?' }),
        call('recall', { text: 'coffee' }),
        call('remember', { said: 1 }),
      ],
    },
    ({ length }) => `after ${length}`,
    { content: '', tool_calls: [call('recall', { text: 'tea' })] },
    'Nothing.',
  ]);
  const clerk = agent({ name: 'clerk', model, tools: memoryTools(facts, { namespace }) });
  const cairn = open({ store, graphs: [clerk] });
  const talk = async (id: string, guest: string) => {
    const thread = await cairn.start(clerk, { messages: 'Hello' }, { id, context: { guest } });
    const { state } = await thread.ended();
    return state.messages.flatMap((said) => (said instanceof ToolMessage ? [textOf(said).split('\n')[0]] : []));
  };
  expect(await talk('one', 'ada')).toEqual(['Remembered.', 'Remembered.']);
  expect(await talk('two', 'ada')).toEqual([
    '- Ada takes her tea green.',
    'Nothing is known of it.',
    expect.stringContaining('The arguments do not fit'),
  ]);
  expect(await talk('three', 'bob')).toEqual(['Nothing is known of it.']);
  const known = await facts.recall(['guests', 'ada']);
  expect(known.map(({ text, from }) => `${text} ${from.length} ${from[0]?.split('@')[0]}`).toSorted()).toEqual([
    'Ada is left-handed. 1 one',
    'Ada takes her tea green. 1 one',
  ]);
  await cairn.close();
});

test('what is remembered for a thread goes with it, and tools that no activity calls write at once', async () => {
  const store = sqlite(':memory:');
  const facts = longTermMemory(store);
  const tools = memoryTools(facts, { namespace: ['all'], of: 'thread' });
  const model = new ScriptedModel([
    { content: '', tool_calls: [call('remember', { text: 'It rains.' })] },
    'So it does.',
  ]);
  const clerk = agent({ name: 'clerk', model, tools });
  const cairn = open({ store, graphs: [clerk] });
  await (await cairn.start(clerk, { messages: 'Hello' }, { id: 'one' })).ended();
  const [remember, recall] = tools;
  expect(await remember.invoke({ text: 'It snows.' })).toBe('Remembered.');
  expect(await recall.invoke({ text: 'It' })).toBe('- It snows.\n- It rains.');
  await store.remove(['one']);
  expect((await facts.recall(['all'])).map(({ text, from }) => [text, from])).toEqual([['It snows.', []]]);
  await cairn.close();
});
