import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import type { Blob } from '@cairn/core/store';
import { noClasses } from '../../src/base/value/codec.ts';
import { writeRow } from '../../src/store/text/row-text.ts';

/** Each character of it is six in JSON, which makes it longer than a text can be. */
const endless = '\u0001'.repeat(90_000_000);

const chat = graph({
  name: 'chat',
  state: { said: append(z.string()) },
  events: { say: z.string() },
  start: 'idle',
  nodes: { idle: { on: { say: { to: 'idle', update: (_, said) => ({ said: [said] }) } } } },
});

test('a value whose text is longer than a text can be is refused by name, and the thread goes on without it', async () => {
  const cairn = open({ store: memory(), graphs: [chat] });
  const thread = await cairn.start(chat, {});
  await expect(thread.send('say', endless)).rejects.toMatchObject({ code: 'value/refused' });
  await thread.send('say', 'a');
  expect((await thread.settled()).state).toEqual({ said: ['a'] });
  await cairn.close();
});

test('a row that could not be read back in one is refused, though each of its values could', () => {
  const half = 'a'.repeat(2 ** 28);
  const changes = { one: { set: half }, other: { set: half } };
  const row = { seq: 1, time: 0, lane: '', cause: 'edit', from: 'a', phase: 'running', changes } as const;
  const blobs: Blob[] = [];
  expect(() => writeRow(row as never, noClasses, blobs)).toThrow(expect.objectContaining({ code: 'value/refused' }));
});
