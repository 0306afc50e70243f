import { hostname } from 'node:os';
import { join } from 'node:path';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { start } from './other-process.ts';
import { blobOf, newThread, noon, row, rows } from './sample.ts';

/** A store with threads, that goes when the test is over, and the path to it. */
function given(...ids: readonly string[]): { path: string; store: SqliteStore } {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  for (const id of ids) void store.create(newThread(id));
  return { path, store };
}

describe('several processes on one file', () => {
  test('of processes that claim one thread at once, one gets it', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `t${index}`);
    const { path, store } = given(...ids);
    const processes = ['p', 'q', 'r', 's'].map((id) => start('driver', path, id));
    expect(await Promise.all(processes.map((each) => each.ask()))).toEqual(['ready', 'ready', 'ready', 'ready']);
    const answers = await Promise.all(processes.map((each) => each.ask(`claim ${ids.join(' ')}`)));
    for (const [index, id] of ids.entries()) {
      const results = answers.map((answer) => String(answer?.split(' ')[index]));
      expect([id, ...results.toSorted((left, right) => left.localeCompare(right))]).toEqual([
        id,
        '2',
        'busy',
        'busy',
        'busy',
      ]);
      expect((await store.thread(id))?.fence).toBe(2);
    }
    void store.close();
  });

  test('a process whose thread was taken cannot append to it', async () => {
    const { path, store } = given('a');
    const zombie = start('driver', path, 'zombie');
    await zombie.ask();
    expect(await zombie.ask('claim a')).toBe('2');
    expect(await zombie.ask('commit a 2 2')).toBe('ok');
    await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 9_000, noon);
    expect(await store.claim('a', 'me', noon + 999)).toBe('busy');
    expect(await store.claim('a', 'me', noon + 1_000)).toMatchObject({ fence: 3, head: 2, takeovers: 1 });
    expect(await zombie.ask('commit a 2 3')).toBe('stale');
    expect(store.commit({ thread: 'a', fence: 3, rows: [row(3)] })).toBe('ok');
    expect(await zombie.ask('commit a 2 4')).toBe('stale');
    expect(store.rows('a')).toEqual(rows(1, 3));
    void store.close();
  });

  test('a thread is taken over at once when its owner’s process is gone, however long the lease', async () => {
    const { path, store } = given('a', 'b');
    const owner = start('driver', path, 'owner', '999999999');
    await owner.ask();
    await owner.ask('claim a b');
    expect(store.claim('a', 'me', noon)).toBe('busy');
    expect(store.runnable(noon, 9)).toEqual([]);
    await owner.kill();
    expect(store.runnable(noon, 9)).toEqual(['a', 'b']);
    expect(store.claim('a', 'me', noon)).toMatchObject({ owner: 'me', fence: 3, takeovers: 1 });
    void store.close();
  });

  test('owners whose process is gone are forgotten when a new one comes', async () => {
    const { path, store } = given('a');
    for (const id of ['p', 'q']) {
      const owner = start('driver', path, id);
      await owner.ask();
      await owner.kill();
    }
    await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 0, noon);
    void store.close();
    const db = new Sqlite(path);
    expect(db.prepare('SELECT id FROM owner').pluck().all()).toEqual(['me']);
    db.close();
  });

  test('the version changes when another process wrote, and not when this one did', async () => {
    const { path, store } = given('a');
    const other = start('driver', path, 'other');
    await other.ask();
    const before = store.version();
    void store.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    expect(store.version()).toBe(before);
    expect(await other.ask('commit a 1 3')).toBe('ok');
    expect(store.version()).not.toBe(before);
    void store.close();
  });

  test('processes that make the same new file at once all get it', async () => {
    const path = join(folder(), 'cairn.db');
    const processes = Array.from({ length: 6 }, (_, index) => start('driver', path, `p${index}`));
    const ready = await Promise.all(processes.map((each) => each.ask()));
    expect(ready).toEqual(ready.map(() => 'ready'));
    for (const each of processes) await each.ask('end');
    expect(await Promise.all(processes.map((each) => each.ended))).toEqual(ready.map(() => 0));
    const store = sqlite(path);
    expect(store.integrity()).toEqual([]);
    void store.close();
  });

  test('a process that commits and one that lists do not stop each other', async () => {
    const { path, store } = given('a', 'b');
    const other = start('driver', path, 'other');
    await other.ask();
    for (let seq = 2; seq <= 40; seq++) {
      expect(store.commit({ thread: 'a', fence: 1, rows: [row(seq)] })).toBe('ok');
      expect(await other.ask(`commit b 1 ${seq}`)).toBe('ok');
    }
    expect(store.rows('b')).toEqual(store.rows('a'));
    void store.close();
  });
});

describe('kill -9', () => {
  test.each(['normal', 'full'])(
    'a commit is whole or not there, and what was told is there (%s)',
    async (durability) => {
      const { path, store } = given('a');
      void store.close();
      let told = 0;
      for (const [index, count] of [1, 2, 3, 5, 8, 13, 21].entries()) {
        const writer = start('writer', path, durability);
        for (let read = 0; read < count; read++) told = Number((await writer.ask()) ?? told);
        await writer.kill();
        for (let line = await writer.ask(); line !== undefined; line = await writer.ask()) told = Number(line);
        await expectWhole(path, told, index);
      }
    },
  );
});

/** Checks that all of the newest large commit is there, and after it a row alone at most. */
async function expectWhole(path: string, told: number, round: number): Promise<void> {
  const store = sqlite(path);
  const head = (await store.thread('a'))?.head ?? 0;
  expect(head).toBeGreaterThanOrEqual(told);
  expect(store.rows('a')).toEqual(rows(1, head));
  const last = (await store.snapshot('a'))?.seq ?? 0;
  expect(head - last).toBeLessThanOrEqual(1);
  const record = await store.thread('a');
  expect(record).toMatchObject({ summary: String(last), due: last });
  const [blob] = await store.blobs([blobOf(String(last).padStart(20_000)).hash]);
  expect(blob?.body).toHaveLength(20_000);
  expect((await store.messages('a')).length).toBeLessThanOrEqual(round + 1);
  expect(store.integrity()).toEqual([]);
  void store.close();
}
