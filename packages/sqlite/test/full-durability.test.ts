import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { openStore } from './open-store.ts';
import { newThread, row } from './sample.ts';

const ids = Array.from({ length: 50 }, (_, index) => `t${index}`);

describe('full durability', () => {
  test.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('sets how a commit waits for the disk (%s)', (durability, synchronous) => {
    const { db, store } = openStore(join(folder(), 'cairn.db'), durability);
    expect(db.pragma('synchronous', { simple: true })).toBe(synchronous);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    void store.close();
  });

  test('commits of one turn share a transaction', async () => {
    const { store, ran } = openStore(join(folder(), 'cairn.db'), 'full');
    const created = await Promise.all(ids.map(async (id) => await store.create(newThread(id))));
    expect(created.every(Boolean)).toBe(true);
    ran.length = 0;
    const results = await Promise.all(
      ids.map(async (id) => await store.commit({ thread: id, fence: 1, rows: [row(2)] })),
    );
    expect(new Set(results)).toEqual(new Set(['ok']));
    expect(ran.filter((text) => text === 'COMMIT')).toHaveLength(1);
    void store.close();
  });

  test('the log grows by the turn, not by the commit', async () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path, { durability: 'full' });
    await Promise.all(ids.map(async (id) => await store.create(newThread(id))));
    const before = statSync(`${path}-wal`).size;
    await Promise.all(ids.map(async (id) => await store.commit({ thread: id, fence: 1, rows: [row(2)] })));
    // A commit of its own would write a page of 4 KiB at least.
    expect(statSync(`${path}-wal`).size - before).toBeLessThan(ids.length * 4_096);
    void store.close();
  });

  test('each commit of a turn is ok, stale or refused by itself', async () => {
    const store = sqlite(join(folder(), 'cairn.db'), { durability: 'full' });
    await Promise.all(ids.map(async (id) => await store.create(newThread(id))));
    const results = await Promise.allSettled([
      store.commit({ thread: 't0', fence: 1, rows: [row(2)] }),
      store.commit({ thread: 't0', fence: 1, rows: [row(2)] }),
      store.commit({ thread: 't1', fence: 9, rows: [row(2)], update: { status: 'done' } }),
      store.commit({ thread: 't2', fence: 1, rows: [row(2, 'half \uD83D')] }),
      store.commit({ thread: 't3', fence: 1, rows: [row(2), row(3)], update: { status: 'done' } }),
      store.commit({ thread: 't0', fence: 1, rows: [row(3)] }),
      store.create(newThread('t4')),
      store.create(newThread('new')),
      store.commit({ thread: 'new', fence: 1, rows: [row(2)] }),
    ]);
    const outcomes = results.map((result) =>
      result.status === 'fulfilled' ? result.value : (result.reason as { code: string }).code,
    );
    expect(outcomes).toEqual(['ok', 'stale', 'stale', 'store/refused', 'ok', 'ok', false, true, 'ok']);
    expect(
      await Promise.all(['t0', 't1', 't2', 't3', 'new'].map(async (id) => (await store.thread(id))?.head)),
    ).toEqual([3, 1, 1, 3, 2]);
    void store.close();
  });

  test('what waits is committed before the store is closed', async () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path, { durability: 'full' });
    const created = store.create(newThread('a'));
    const committed = store.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    void store.close();
    expect([await created, await committed]).toEqual([true, 'ok']);
    const kept = sqlite(path);
    expect(kept.rows('a')).toHaveLength(2);
    void kept.close();
  });
});
