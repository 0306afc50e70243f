import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPassing } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { explain, explainOpening } from '../src/file/sqlite-problem.ts';
import { folder } from './folder.ts';
import { asNobody } from './other-process.ts';
import { newThread, row } from './sample.ts';

/** A folder with a file that has a thread, closed in order. */
function given(): { inside: string; path: string } {
  const inside = folder();
  const path = join(inside, 'cairn.db');
  const store = sqlite(path);
  void store.create(newThread('a', { snapshot: { seq: 1, body: '{}' } }));
  void store.close();
  return { inside, path };
}

describe('read only', () => {
  test('a file can be read and does not change', async () => {
    const { path } = given();
    const before = readFileSync(path);
    const store = sqlite(path, { readOnly: true });
    expect(store.rows('a')).toEqual([row(1)]);
    expect((await store.threads({})).threads).toHaveLength(1);
    expect(store.runnable(0, 9)).toEqual(['a']);
    expect(store.cached('k', 0)).toBeUndefined();
    expect(store.integrity()).toEqual([]);
    expect(store.size().bytes).toBeGreaterThan(0);
    void store.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('every write is refused as a problem', async () => {
    const { path } = given();
    const store = sqlite(path, { readOnly: true });
    const writes: readonly (() => unknown)[] = [
      () => store.create(newThread('b')),
      () => store.commit({ thread: 'a', fence: 1, rows: [row(2)] }),
      () => store.commit({ thread: 'a', fence: 1, rows: [row(2)], update: { status: 'done' } }),
      () => store.claim('a', 'me', 0),
      () => store.leave('a', '{}', 0, false),
      () => store.keepPlan('f', 'g', '{}'),
      () => store.remove(['a']),
      () => store.trim('a', 1),
      () => store.vacuum(),
    ];
    for (const write of writes) {
      // Some writes are refused at once, some with others of their turn.
      await expect((async () => await write())()).rejects.toMatchObject({ code: 'store/read-only' });
    }
    void store.close();
  });

  test('what others commit meanwhile is seen', () => {
    const { path } = given();
    const writer = sqlite(path);
    const reader = sqlite(path, { readOnly: true });
    const before = reader.version();
    void writer.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    expect(reader.rows('a')).toEqual([row(1), row(2)]);
    expect(reader.version()).not.toBe(before);
    void reader.close();
    void writer.close();
  });

  test('a result that is over is not served, and not dropped', () => {
    const { path } = given();
    const writer = sqlite(path);
    void writer.keepCached('k', '1', 10);
    void writer.close();
    const reader = sqlite(path, { readOnly: true });
    expect(reader.cached('k', 10)).toBeUndefined();
    expect(reader.cached('k', 9)).toBe('1');
    void reader.close();
  });

  test('a file in a folder where nothing may be written can be read', async () => {
    const { inside, path } = given();
    chmodSync(path, 0o444);
    chmodSync(inside, 0o555);
    expect(await asNobody('read', path)).toBe('a@1');
    expect(readdirSync(inside)).toEqual(['cairn.db']);
    chmodSync(inside, 0o755);
  });

  test('a file, or a folder, that may not be written is a problem when it is opened to write', async () => {
    const { inside, path } = given();
    chmodSync(inside, 0o777);
    chmodSync(path, 0o444);
    expect(await asNobody('write', path)).toBe('store/read-only');
    chmodSync(path, 0o666);
    chmodSync(inside, 0o555);
    expect(await asNobody('write', path)).toBe('store/read-only');
    expect(await asNobody('write', join(inside, 'new.db'))).toBe('store/read-only');
    chmodSync(inside, 0o755);
  });

  test('a file that may not be read is a problem', async () => {
    const { inside, path } = given();
    chmodSync(path, 0o200);
    chmodSync(inside, 0o777);
    expect(await asNobody('read', path)).toBe('store/cannot-open');
    chmodSync(inside, 0o755);
  });
});

describe('errors of SQLite', () => {
  const place = { store: 'sqlite x.db', busyTimeout: 5_000 };
  const failure = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

  test.each([
    ['SQLITE_BUSY', 'store/busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'store/busy'],
    ['SQLITE_LOCKED', 'store/busy'],
    ['SQLITE_FULL', 'store/full'],
    ['SQLITE_READONLY', 'store/read-only'],
    ['SQLITE_READONLY_DIRECTORY', 'store/read-only'],
    ['SQLITE_PERM', 'store/read-only'],
    ['SQLITE_CORRUPT', 'store/corrupt'],
    ['SQLITE_CORRUPT_INDEX', 'store/corrupt'],
    ['SQLITE_NOTADB', 'store/corrupt'],
    ['SQLITE_IOERR', 'store/io'],
    ['SQLITE_IOERR_WRITE', 'store/io'],
    ['SQLITE_IOERR_FSYNC', 'store/io'],
    ['SQLITE_PROTOCOL', 'store/io'],
    ['SQLITE_IOERR_CORRUPTFS', 'store/io'],
    ['SQLITE_NOMEM', 'store/io'],
    ['SQLITE_CANTOPEN', 'store/io'],
    ['SQLITE_TOOBIG', 'store/refused'],
    ['SQLITE_CONSTRAINT_DATATYPE', 'store/refused'],
    ['SQLITE_MISMATCH', 'store/refused'],
  ])('%s becomes %s, with its cause', (code, expected) => {
    const cause = failure(code);
    expect(explain(cause, place)).toMatchObject({ code: expected, cause, message: expect.stringContaining('x.db') });
  });

  test('what cannot be opened is the file while it is opened, and later something that may pass', () => {
    const cause = failure('SQLITE_CANTOPEN');
    expect(isPassing(explain(cause, place))).toBe(true);
    expect(explainOpening(cause, place)).toMatchObject({ code: 'store/cannot-open', cause });
    expect(explainOpening(failure('SQLITE_BUSY'), place)).toMatchObject({ code: 'store/busy' });
  });

  test('what is no error of SQLite stays what it is', () => {
    for (const other of [new TypeError('x'), failure('SQLITE_ERROR'), 'text', undefined]) {
      expect(explain(other, place)).toBe(other);
      expect(explainOpening(other, place)).toBe(other);
    }
  });
});
