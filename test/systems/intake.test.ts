// Files come in, some twice and from two processes at once: each is one thread, and what is said to it early is not lost.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { append, graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

const intake = graph({
  name: 'intake',
  state: { text: z.string(), words: z.number().optional(), notes: append(z.string()) },
  events: { note: z.string(), close: z.undefined() },
  start: 'count',
  nodes: {
    count: { run: (s) => ({ words: s.text.split(' ').length }), next: 'open' },
    open: { on: { note: { update: (_s, note) => ({ notes: [note] }) }, close: 'closed' } },
    closed: { final: true },
  },
});

test('of two processes that bring the same files, one makes each thread, and notes reach it once', async () => {
  const file = join(folder(), 'intake.db');
  const processes = [0, 1].map(() => open({ store: sqlite(file), graphs: [intake] }));
  const texts = Array.from({ length: 30 }, (_, index) => `file number ${index}`);
  const brought = await Promise.all(
    processes.flatMap((cairn) =>
      texts.map((text) => {
        const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
        return cairn.start(
          intake,
          { text },
          { id, send: { event: 'note', payload: `came with ${text}`, id: 'first' } },
        );
      }),
    ),
  );
  expect(brought.filter(({ isNew }) => isNew === true)).toHaveLength(30);
  for (const thread of brought.slice(0, 30)) {
    const { state } = await thread.settled();
    expect(state).toMatchObject({ words: 3, notes: [`came with ${state.text}`] });
    await thread.send('close');
    expect(await thread.ended()).toMatchObject({ outcome: 'closed' });
  }
  await Promise.all(processes.map((cairn) => cairn.close()));
});
