import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replay } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';

const asking = graph({
  name: 'asking',
  state: {},
  start: 'ask',
  nodes: {
    ask: {
      run: async (_state, { ask }) => {
        await Promise.all(['one', 'two'].map((key) => ask(key, { answer: z.string() })));
      },
      next: 'end',
    },
    end: { final: true },
  },
});

test('a thread that waited again for what it had asked is exported, imported and replayed', async () => {
  const cairn = open({ store: memory(), graphs: [asking] });
  const thread = await cairn.start(asking, {}, { id: 'a' });
  for (const key of ['one', 'two']) {
    await thread.settled();
    await thread.answer(key, key);
  }
  await thread.settled();
  expect((await thread.history()).map(({ cause }) => cause)).toContain('wait');
  expect((await replay(thread, asking)).divergence).toBeUndefined();
  const lines: string[] = [];
  for await (const line of exportThread(thread.store, 'a')) lines.push(line);
  const elsewhere = memory();
  await importThread(elsewhere, lines);
  expect((await elsewhere.thread('a'))?.status).toBe('done');
  await cairn.close();
});
