import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import { encode } from '../../src/base/value/encode.ts';
import { opened } from './opened.ts';

const asked = (key: string) => ({
  run: async (_state: unknown, context: { ask(key: string, question: { answer: z.ZodString }): Promise<string> }) => ({
    said: [`${key} ${await context.ask('name', { answer: z.string() })}`],
  }),
});

const twice = graph({
  name: 'twice',
  state: { said: append(z.string()) },
  events: { go: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { on: { go: 'one' } },
    one: { ...asked('one'), next: 'two' },
    two: { ...asked('two'), next: 'end' },
    end: { final: true },
  },
});

test('of two answers that were left for one question, the second is kept for the next', async () => {
  const cairn = opened(twice, { store: memory() });
  const thread = await cairn.start(twice, {});
  await thread.answer('name', 'Ada', { queue: true });
  await thread.answer('name', 'Bea', { queue: true });
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['one Ada', 'two Bea'] } });
});

test('an answer that nothing asks for any more keeps no thread from resting', async () => {
  const store = memory();
  const thread = await opened(twice, { store }).start(twice, {}, { id: 'a' });
  await thread.send('go');
  await thread.settled();
  await Promise.all(['Ada', 'Bea', 'Cyd'].map((name) => thread.answer('name', name, { queue: true })));
  expect(await thread.settled()).toMatchObject({ status: 'done' });
  expect(await store.thread('a')).toMatchObject({ owner: null });
});

test('of two that answer one question by message, the second is refused, and its thread is driven on', async () => {
  const store = memory();
  const thread = await opened(twice, { store }).start(twice, {}, { id: 'a' });
  await thread.send('go');
  await thread.settled();
  const body = encode({ type: 'answer', key: 'name', value: 'Ada' });
  const messages = [1, 2].map(() => store.leave('a', body, 0, false) as number);
  await thread.answer('name', 'Cyd', { queue: true });
  expect(await thread.settled()).toMatchObject({ status: 'done' });
  expect(await store.thread('a')).toMatchObject({ owner: null });
  for (const message of messages) expect(store.message(message)).not.toMatchObject({ outcome: null });
});
