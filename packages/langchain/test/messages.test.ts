import { createRequire } from 'node:module';
import { AIMessage, AIMessageChunk, HumanMessage, RemoveMessage, SystemMessage } from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replace, replay, run } from '@cairn/core';
import { message, messages, REMOVE_ALL, textOf, type MessagesUpdate } from '@cairn/langchain';

const said = (id: string, content = id) => new HumanMessage({ id, content });
const remove = (id: string) => new RemoveMessage({ id });

const chat = graph({
  name: 'chat',
  state: { messages: messages() },
  events: { say: z.string(), put: message },
  start: 'wait',
  nodes: {
    wait: {
      on: {
        say: { update: (_s, text) => ({ messages: [text] }) },
        put: { update: (_s, one) => ({ messages: one }) },
      },
    },
  },
});

/** The contents of a conversation after these updates. */
async function after(...updates: readonly MessagesUpdate[]): Promise<readonly unknown[]> {
  const cairn = open({ store: memory(), graphs: [chat] });
  const thread = await cairn.start(chat);
  for (const update of updates) await thread.edit({ messages: update });
  const { state } = await thread.settled();
  await cairn.close();
  return state.messages.map(({ content }) => content);
}

describe('a conversation', () => {
  test.each<[string, readonly MessagesUpdate[], readonly string[]]>([
    ['adds messages', [[said('a'), said('b')], [said('c')]], ['a', 'b', 'c']],
    ['takes one alone', [said('a'), 'b', { role: 'user', content: 'c' }], ['a', 'b', 'c']],
    ['overwrites in place by id', [[said('a'), said('b')], [said('a', 'A')]], ['A', 'b']],
    ['removes by id', [[said('a'), said('b')], remove('a')], ['b']],
    [
      'keeps the place of what is removed and added',
      [
        [said('a'), said('b')],
        [remove('a'), said('a', 'A')],
      ],
      ['A', 'b'],
    ],
    ['drops what is added and removed', [said('a'), [said('b'), said('c'), remove('b')]], ['a', 'c']],
    [
      'drops what is overwritten and removed',
      [
        [said('a'), said('b')],
        [said('a', 'A'), remove('a')],
      ],
      ['b'],
    ],
    [
      'removes all',
      [
        [said('a'), said('b')],
        [said('c'), remove(REMOVE_ALL), said('d')],
      ],
      ['d'],
    ],
    ['takes the last of one id', [[said('a'), said('b'), said('a', 'A')]], ['A', 'b']],
    ['makes a whole message of a chunk', [new AIMessageChunk({ content: 'a' })], ['a']],
  ])('%s', async (_name, updates, contents) => {
    expect(await after(...updates)).toEqual(contents);
  });

  test('refuses to remove what is not there, and to take what is no message', async () => {
    await expect(after([said('a')], [remove('b')])).rejects.toThrow('There is no message "b" to remove.');
    await expect(after([{ role: 'nobody', content: '' }])).rejects.toThrow('Unable to coerce message');
    await expect(after([said('a')], replace([said('b'), new SystemMessage('c')]) as never)).rejects.toThrow(
      'has no id',
    );
  });

  test('is replaced by messages that have ids', async () => {
    expect(await after([said('a'), said('b')], replace([said('b')]) as never)).toEqual(['b']);
  });

  test('has messages of one copy of LangChain, whichever made them', async () => {
    const other = createRequire(import.meta.url)(
      '@langchain/core/messages',
    ) as typeof import('@langchain/core/messages');
    const foreign = new other.AIMessage({ content: 'Hi', id: 'a' });
    expect(Object.getPrototypeOf(foreign)).not.toBe(AIMessage.prototype);
    const { state } = await run(
      graph({
        name: 'foreign',
        state: { messages: messages() },
        start: 'speak',
        nodes: {
          speak: { run: () => ({ messages: [foreign, new other.RemoveMessage({ id: 'b' })] }), next: 'end' },
          end: { final: true },
        },
      }),
      { messages: [said('b')] },
    );
    expect(state.messages.map((each) => Object.getPrototypeOf(each) as unknown)).toEqual([AIMessage.prototype]);
  });
});

test('the text of the last message is at hand', () => {
  expect(['a', said('b'), [said('a'), 'c'], [], replace([said('d')]), undefined].map((each) => textOf(each))).toEqual([
    'a',
    'b',
    'c',
    '',
    'd',
    '',
  ]);
});

describe('a message without an id', () => {
  test('is given one, by which a replay knows it again', async () => {
    const store = memory();
    const cairn = open({ store, graphs: [chat] });
    const thread = await cairn.start(chat);
    for (const text of ['yes', 'yes', 'no']) await thread.send('say', text);
    await thread.send('put', new HumanMessage('yes'));
    await thread.edit({ messages: ['yes', 'yes'] });
    const { state } = await thread.settled();
    expect(state.messages.map(({ content }) => content)).toEqual(['yes', 'yes', 'no', 'yes', 'yes', 'yes']);
    expect(new Set(state.messages.map(({ id }) => id)).size).toBe(6);
    expect((await replay(thread, chat)).divergence).toBeUndefined();
    // What was removed may be said again.
    await thread.edit({ messages: state.messages.map(({ id }) => remove(id)) });
    await thread.send('say', 'yes');
    expect((await thread.settled()).state.messages.map(({ content }) => content)).toEqual(['yes']);
    expect((await replay(thread, chat)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('is another in each lane', async () => {
    const wide = graph({
      name: 'wide',
      state: { messages: messages() },
      start: 'split',
      nodes: {
        split: { next: { each: () => [{ messages: 'go' }, { messages: 'go' }], to: 'lane', then: 'end' } },
        lane: { run: () => ({ messages: new AIMessage('gone') }), next: 'end' },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [wide] });
    const thread = await cairn.start(wide);
    const { state } = await thread.ended();
    expect(state.messages.map(({ content }) => content)).toEqual(['go', 'gone', 'go', 'gone']);
    expect((await replay(thread, wide)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('leaves the message of its author alone', async () => {
    const mine = new HumanMessage('yes');
    await after(mine);
    expect(mine.id).toBeUndefined();
  });
});
