import { append, graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

const lines = graph({
  name: 'lines',
  state: { times: z.number(), lines: append(z.string()) },
  start: 'write',
  nodes: {
    write: {
      run: async (s) => Promise.resolve({ lines: [`${s.lines.length} `.repeat(300)] }),
      next: [{ when: (s) => s.lines.length < s.times, to: 'write' }, 'end'],
    },
    end: { final: true },
  },
});

test('a backup made while threads run opens as a store, in which each of them finishes from where it was', async () => {
  const path = folder();
  const store = sqlite(join(path, 'live.db'));
  // Whoever opens the copy waits until those who drove its threads can be driving them no more.
  const cairn = open({ store, graphs: [lines], lease: '1s' });
  const threads = await Promise.all(
    Array.from({ length: 8 }, (_, index) => cairn.start(lines, { times: 200 }, { id: `t${index}` })),
  );
  const running = Promise.all(threads.map((thread) => thread.ended()));
  await store.backup(join(path, 'copy.db'));
  const heads = await Promise.all(threads.map(async (thread) => (await thread.record()).head));
  await running;
  await cairn.close();

  const copy = open({ store: sqlite(join(path, 'copy.db')), graphs: [lines], recover: false });
  expect(await copy.verify()).toMatchObject({ threads: 8, findings: [], damage: [] });
  const { threads: copied } = await copy.threads();
  expect(copied.every(({ head }) => head <= Math.max(...heads))).toBe(true);
  await copy.close();

  const again = open({ store: sqlite(join(path, 'copy.db')), graphs: [lines], lease: '1s' });
  for (const { id } of threads) {
    const ended = await again.thread(lines, id).ended();
    expect([ended.status, ended.state.lines.length]).toEqual(['done', 200]);
  }
  expect(await again.verify()).toMatchObject({ threads: 8, findings: [], damage: [] });
  await again.close();
});
