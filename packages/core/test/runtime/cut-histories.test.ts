import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, replay, sum, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { folder } from '../../../../test/folder.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** Counts what it hears, and forgets it. */
const counter = graph({
  name: 'counter',
  state: { count: sum(), last: z.string().default(''), quarters: append(z.number()) },
  events: { hear: z.string(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { hear: { to: 'work', update: (_s, last) => ({ count: 1, last }) }, close: 'end' } },
    work: { run: async (s, ctx) => void (await ctx.step('look', () => s.last)), next: 'listen' },
    end: { final: true },
  },
});

/** Has it hear something so many times, each when it is through with the one before. */
async function hearing(thread: Pick<Handle, 'send' | 'settled'>, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await thread.send('hear', text);
    await thread.settled();
  }
}

type Handle = Awaited<ReturnType<typeof start>>;

const start = (cairn: Cairn) => cairn.start(counter, {}, { id: 't' });

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };
const keep = 50;
const turns = 200;
const text = 'x'.repeat(300);

describe.each(Object.entries(stores))('on %s, a history of which so much is kept', (_, storeOf) => {
  test('is cut while its thread goes on, and the state is what it is', async () => {
    const store = keptOpen(storeOf());
    const cairn = opened(counter, { store, history: { keep } });
    const thread = await start(cairn);
    let most = 0;
    for (let turn = 1; turn <= turns; turn += 1) {
      await thread.send('hear', `${turn} ${text}`);
      await thread.settled();
      const rows = await store.rows('t');
      expect(rows.at(-1)?.seq).toBe((await thread.record()).head);
      expect(rows[0]?.seq === 1 || rows.length > keep).toBe(true);
      most = Math.max(most, rows.length);
    }
    expect(most).toBeLessThan(keep * 2 + 10);
    expect(await thread.settled()).toMatchObject({ state: { count: turns, last: `${turns} ${text}` } });
    const { divergence, skipped } = await replay(thread, counter);
    expect([divergence, skipped > 0]).toEqual([undefined, true]);
    const again = opened(counter, { store, drive: false }).thread(counter, 't');
    expect((await again.at()).state).toMatchObject({ count: turns });
    expect((await cairn.verify()).findings).toEqual([]);
    await expect(thread.at(1)).rejects.toMatchObject({ code: 'checkpoint/not-found' });
  });

  test('leaves forks what they share', async () => {
    const store = keptOpen(storeOf());
    const cairn = opened(counter, { store, history: { keep } });
    const thread = await start(cairn);
    await hearing(thread, 5);
    const fork = await thread.fork(-1, { id: 'f' });
    const before = (await fork.history()).slice(0, 10);
    await hearing(thread, turns);
    expect((await thread.history())[0]?.seq).toBeGreaterThan(before.length);
    expect((await fork.history()).slice(0, 10)).toEqual(before);
    expect((await fork.settled()).state.count).toBe(5);
  });

  test('is whole where nothing was said', async () => {
    const store = keptOpen(storeOf());
    const cairn = opened(counter, { store });
    const thread = await start(cairn);
    await hearing(thread, turns);
    expect((await thread.history())[0]?.seq).toBe(1);
  });
});

test('the file of a thread that goes on stays as large as what is kept', async () => {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  const cairn = opened(counter, { store, history: { keep } });
  const thread = await start(cairn);
  await hearing(thread, 100);
  const { size } = statSync(path);
  await hearing(thread, 600);
  expect(statSync(path).size).toBeLessThan(size * 1.5 + 65_536);
});
