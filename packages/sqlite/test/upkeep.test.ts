import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longTermMemory } from '@cairn/core';
import { backup, sqlite } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { applicationId, schema } from '../src/file/schema.ts';
import { folder } from './folder.ts';
import { openStore } from './open-store.ts';
import { blobOf, newThread, row, rows } from './sample.ts';

const large = 'x'.repeat(2_000);

describe('upkeep', () => {
  test('a backup is whole though commits go on', async () => {
    const inside = folder();
    const store = sqlite(join(inside, 'cairn.db'));
    void store.create(newThread('a', { rows: rows(1, 5_000).map((each) => ({ ...each, changes: large })) }));
    const made = store.backup(join(inside, 'backup.db'));
    let head = 5_000;
    for (let turn = 0; turn < 20; turn++) {
      expect(store.commit({ thread: 'a', fence: 1, rows: [row(++head, large)] })).toBe('ok');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await made;
    const copy = sqlite(join(inside, 'backup.db'));
    const kept = (await copy.thread('a'))?.head ?? 0;
    expect(kept).toBeGreaterThanOrEqual(5_000);
    expect(copy.rows('a')).toHaveLength(kept);
    expect(copy.integrity()).toEqual([]);
    void copy.close();
    void store.close();
  });

  test('a backup ends though another connection commits all the time', async () => {
    const inside = folder();
    const path = join(inside, 'cairn.db');
    const store = sqlite(path);
    void store.create(newThread('a', { rows: rows(1, 5_000).map((each) => ({ ...each, changes: large })) }));
    const other = sqlite(path);
    let head = 5_000;
    const commit = (): void => void other.commit({ thread: 'a', fence: 1, rows: [row(++head)] });
    const timer = setInterval(commit);
    await store.backup(join(inside, 'backup.db'));
    clearInterval(timer);
    commit();
    const copy = sqlite(join(inside, 'backup.db'), { readOnly: true });
    expect(copy.integrity()).toEqual([]);
    expect((await copy.rows('a')).length).toBeGreaterThanOrEqual(5_000);
    for (const each of [copy, other, store]) void each.close();
  });

  test('a backup replaces nothing, and leaves nothing where it fails', async () => {
    const inside = folder();
    const store = sqlite(join(inside, 'cairn.db'));
    writeFileSync(join(inside, 'taken.db'), 'mine');
    await expect(store.backup(join(inside, 'taken.db'))).rejects.toMatchObject({ code: 'store/cannot-open' });
    await expect(store.backup(join(inside, 'no', 'where.db'))).rejects.toMatchObject({ code: 'store/cannot-open' });
    void store.close();
    expect(readdirSync(inside).toSorted()).toEqual(['cairn.db', 'taken.db']);
    expect(statSync(join(inside, 'taken.db')).size).toBe(4);
  });

  test('of backups to one name that are made at once, one is there and whole, and the others are refused', async () => {
    const inside = folder();
    const store = sqlite(join(inside, 'cairn.db'));
    void store.create(newThread('a', { rows: rows(1, 5_000).map((each) => ({ ...each, changes: large })) }));
    const made = await Promise.allSettled([1, 2, 3].map(() => store.backup(join(inside, 'backup.db'))));
    const ends = made.map((each) => (each.status === 'fulfilled' ? 'made' : (each.reason as { code: string }).code));
    expect(ends.toSorted()).toEqual(['made', 'store/cannot-open', 'store/cannot-open']);
    void store.close();
    expect(readdirSync(inside).toSorted()).toEqual(['backup.db', 'cairn.db']);
    const copy = sqlite(join(inside, 'backup.db'), { readOnly: true });
    expect(copy.rows('a')).toHaveLength(5_000);
    expect(copy.integrity()).toEqual([]);
    void copy.close();
  });

  test('a backup that is ended leaves nothing of it', async () => {
    const inside = folder();
    const store = sqlite(join(inside, 'cairn.db'));
    void store.create(newThread('a', { rows: rows(1, 5_000).map((each) => ({ ...each, changes: large })) }));
    const ending = new AbortController();
    const made = store.backup(join(inside, 'backup.db'), { signal: ending.signal });
    await vi.waitUntil(() => readdirSync(inside).some((name) => name.endsWith('.partial-journal')), { interval: 1 });
    ending.abort(new Error('enough'));
    await expect(made).rejects.toThrow('enough');
    await expect(store.backup(join(inside, 'backup.db'), { signal: ending.signal })).rejects.toThrow('enough');
    expect(readdirSync(inside).filter((name) => name.startsWith('backup'))).toEqual([]);
    void store.close();
  });

  test.each([1, 2])('a file of format %i is copied as it is', async (format) => {
    const inside = folder();
    const path = join(inside, 'cairn.db');
    const older = new Sqlite(path);
    older.pragma(`application_id = ${applicationId}`);
    for (const version of schema.slice(0, format)) older.exec(version);
    older.pragma(`user_version = ${format}`);
    older.close();
    await backup(path, join(inside, 'backup.db'));
    expect(statSync(join(inside, 'backup.db')).mode & 0o777).toBe(0o600);
    const copy = new Sqlite(join(inside, 'backup.db'), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(format);
    copy.close();
    writeFileSync(path, 'x'.repeat(200));
    await expect(backup(path, join(inside, 'other.db'))).rejects.toMatchObject({ code: 'store/foreign' });
    expect(readdirSync(inside).toSorted()).toEqual(['backup.db', 'cairn.db']);
  });

  test('removing gives space to what comes next, and a vacuum gives it back', async () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    for (const id of ['a', 'b'])
      await store.create(newThread(id, { rows: rows(1, 500).map((each) => ({ ...each, changes: large })) }));
    store.vacuum();
    const whole = store.size();
    expect(whole.bytes).toBe(statSync(path).size);
    void store.remove(['a']);
    const free = store.size().free;
    expect(free).toBeGreaterThan(900_000);
    await store.create(newThread('c', { rows: rows(1, 400).map((each) => ({ ...each, changes: large })) }));
    expect(store.size().free).toBeLessThan(free - 700_000);
    void store.remove(['c']);
    store.vacuum();
    expect(store.size()).toMatchObject({ free: 0 });
    expect(statSync(path).size).toBeLessThan(whole.bytes * 0.6);
    expect(store.rows('b')).toHaveLength(500);
    expect(await store.thread('b')).toMatchObject({ head: 500 });
    void store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('the number of a removed thread is never used again, so a driver of it stays stale', () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    const other = sqlite(path);
    void store.create(newThread('a'));
    void store.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    void other.remove(['a']);
    other.vacuum();
    void other.create(newThread('b', { rows: rows(1, 2) }));
    expect(store.commit({ thread: 'a', fence: 1, rows: [row(3)] })).toBe('stale');
    expect(store.rows('b')).toHaveLength(2);
    void other.close();
    void store.close();
  });

  test('the integrity check names rows that belong to nothing', () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a', { blobs: [blobOf('x')] }));
    expect(store.integrity()).toEqual([]);
    db.exec('DELETE FROM thread; DELETE FROM blob');
    expect(store.integrity()).toEqual([
      'There is 1 checkpoint of no thread.',
      'There is 1 use of a blob by no thread.',
      'There is 1 use of a blob that is not there.',
    ]);
    void store.close();
  });

  test('a file is readable with SQLite alone', () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    void store.create(newThread('a', { rows: rows(1, 3), tags: ['x'] }));
    void store.create(newThread('b', { rows: rows(1, 2) }));
    void store.close();
    const db = new Sqlite(path, { readonly: true });
    const read = db.prepare(
      `SELECT thread.id, checkpoint.seq, "from", "to", changes ->> '$.count.add' AS added
       FROM checkpoint JOIN thread ON number = thread WHERE changes ->> '$.count.add' > 1 ORDER BY 1, 2`,
    );
    expect(read.all()).toEqual([
      { id: 'a', seq: 2, from: 'a', to: 'b', added: 2 },
      { id: 'a', seq: 3, from: 'a', to: 'b', added: 3 },
      { id: 'b', seq: 2, from: 'a', to: 'b', added: 2 },
    ]);
    expect(db.prepare('SELECT typeof(label) FROM checkpoint').pluck().get()).toBe('null');
    db.close();
  });
});

describe('a file that another process writes to', () => {
  test('is waited for, and then is a problem; it goes on afterwards', () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path, { busyTimeout: 20 });
    void store.create(newThread('a'));
    void store.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const busy = expect.objectContaining({ code: 'store/busy', message: expect.stringContaining('20 ms') });
    expect(() => store.commit({ thread: 'a', fence: 1, rows: [row(3)] })).toThrow(busy);
    expect(() => store.commit({ thread: 'a', fence: 1, rows: [row(3), row(4)] })).toThrow(busy);
    expect(() => store.claim('a', 'me', 0)).toThrow(busy);
    expect(store.rows('a')).toHaveLength(2);
    other.exec('ROLLBACK');
    expect(store.commit({ thread: 'a', fence: 1, rows: [row(3)] })).toBe('ok');
    other.close();
    void store.close();
  });

  test('is a problem too when it is opened for the first time', () => {
    const path = join(folder(), 'cairn.db');
    void sqlite(path).close();
    const other = new Sqlite(path);
    other.pragma('user_version = 0');
    other.exec('BEGIN IMMEDIATE');
    expect(() => sqlite(path, { busyTimeout: '10ms' })).toThrow(expect.objectContaining({ code: 'store/busy' }));
    other.close();
  });
});

test('of what was forgotten no word is in the file, once its free space is given back', async () => {
  const file = join(folder(), 'facts.db');
  const store = sqlite(file);
  const facts = longTermMemory(store);
  for (const [id, text] of ['drinks chamomile', 'drinks absinthe', 'likes tea'].entries())
    await facts.remember(['ada'], { id: String(id), text });
  await facts.forget(['ada'], '0');
  await facts.remember(['ada'], { id: '1', text: 'drinks water' });
  store.vacuum();
  expect((await facts.recall(['ada'], { text: 'drinks' })).map(({ text }) => text)).toEqual(['drinks water']);
  expect(store.integrity()).toEqual([]);
  await store.close();
  expect(readFileSync(file, 'latin1')).not.toMatch(/chamomile|absinthe/u);
});
