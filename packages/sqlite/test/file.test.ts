import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isPassing } from '@cairn/core/store';
import { sqlite, type SqliteOptions, type SqliteStore } from '@cairn/sqlite';
import { describe, expect, test, vi } from 'vitest';
import { folder } from './folder.ts';
import { newThread, noon, row, rows } from './sample.ts';

const replaced: unknown = expect.objectContaining({ code: 'store/replaced' });

/** A store with a thread, and its path. */
function given(options?: SqliteOptions): { path: string; store: SqliteStore } {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path, options);
  void store.create(newThread('a'));
  return { path, store };
}

/** The permissions of a file. */
function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe('the file of a store', () => {
  const takeAway: Readonly<Record<string, (path: string) => void>> = {
    deleted: (path) => rmSync(path),
    moved: (path) => renameSync(path, `${path}.old`),
    replaced: (path) => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  };

  test.each(Object.keys(takeAway))(
    'that is %s in use is noticed within moments, and nothing more is written',
    async (how) => {
      const { path, store } = given();
      takeAway[how]?.(path);
      const now = performance.now();
      const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 101);
      const calls: readonly (() => unknown)[] = [
        () => store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 0, noon),
        () => store.commit({ thread: 'a', fence: 1, rows: [row(2)] }),
        () => store.claim('a', 'me', noon),
        () => store.version(),
        () => store.rows('a'),
      ];
      for (const call of calls) expect(call).toThrow(replaced);
      await expect(store.close()).rejects.toEqual(replaced);
      clock.mockRestore();
      expect(() => store.rows('a')).toThrow(expect.objectContaining({ code: 'store/closed' }));
    },
  );

  test('that was closed refuses every call, however long ago that was', async () => {
    const { store } = given();
    await store.close();
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 101);
    const calls = Object.entries(store).filter(([name, call]) => typeof call === 'function' && name !== 'close');
    expect(calls.length).toBeGreaterThan(30);
    for (const [name, call] of calls as readonly [string, (...args: readonly unknown[]) => unknown][]) {
      const refused: unknown = await (async () => call('a', []))().catch((error: unknown) => error);
      expect([name, refused]).toEqual([name, expect.objectContaining({ code: 'store/closed' })]);
    }
    await store.close();
    clock.mockRestore();
  });

  const spoil: Readonly<Record<string, (path: string) => void>> = {
    overwritten: (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)),
    emptied: (path) => truncateSync(path, 0),
    'cut off': (path) => truncateSync(path, 8_192),
  };

  test.each(Object.keys(spoil))('that is %s in use is damaged as a whole, which is noticed within moments', (how) => {
    const { path, store } = given();
    void store.create(newThread('b', { rows: rows(1, 100) }));
    void sqlite(path).close();
    const clock = vi.spyOn(performance, 'now');
    const now = performance.now();
    clock.mockReturnValue(now + 101);
    void store.rows('a');
    spoil[how]?.(path);
    clock.mockReturnValue(now + 202);
    const ruined: unknown = expect.objectContaining({
      code: 'store/corrupt',
      facts: expect.objectContaining({ whole: true }) as unknown,
    });
    for (const call of [() => store.rows('a'), () => store.commit({ thread: 'a', fence: 1, rows: [row(2)] })]) {
      expect(call).toThrow(ruined);
    }
    clock.mockRestore();
    void store.close();
  });

  test('that is made smaller by its store, or by another, is none the worse', () => {
    const { path, store } = given();
    for (let id = 0; id < 20; id += 1) void store.create(newThread(`t${id}`, { rows: rows(1, 100) }));
    const other = sqlite(path);
    for (const each of [store, other]) {
      const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 101);
      for (let id = 0; id < 20; id += 1) void each.remove([`t${id}`]);
      other.vacuum();
      clock.mockReturnValue(performance.now() + 202);
      expect(each.rows('a')).toHaveLength(1);
      clock.mockRestore();
    }
    void other.close();
    void store.close();
  });

  test('that is deleted just before it is closed is noticed', async () => {
    const { path, store } = given();
    rmSync(path);
    const [{ reason: problem }] = (await Promise.allSettled([store.close()])) as [PromiseRejectedResult];
    expect(problem).toEqual(replaced);
    expect(isPassing(problem)).toBe(false);
  });

  test.runIf(process.platform === 'linux')(
    'keeps its locks when others of this process open and close it',
    async () => {
      const { path, store } = given();
      const before = locksOn(path);
      expect(before).not.toEqual([]);
      void sqlite(path).close();
      void sqlite(path, { readOnly: true }).close();
      expect(store.integrity()).toEqual([]);
      expect(locksOn(path)).toEqual(before);
      void store.close();
      expect(locksOn(path)).toEqual([]);
    },
  );
});

/** The locks that this process has on a file. */
function locksOn(path: string): readonly string[] {
  const { ino } = statSync(path);
  const lines = readFileSync('/proc/locks', 'utf8').split('\n');
  return lines
    .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `))
    .map((line) => line.replace(/^\d+/u, ''));
}

describe('who may read and write', () => {
  test.each<[what: string, SqliteOptions, number]>([
    ['the owner alone', {}, 0o600],
    ['whom the option names', { mode: 0o664 }, 0o664],
  ])('a file, its log, its index and its backups is %s', async (_, options, mode) => {
    const { path, store } = given(options);
    await store.backup(`${path}.backup`);
    for (const each of ['', '-wal', '-shm', '.backup']) expect([each, modeOf(`${path}${each}`)]).toEqual([each, mode]);
    void store.close();
  });

  test('a file that is there is its owner’s to say', () => {
    const path = join(folder(), 'cairn.db');
    writeFileSync(path, '');
    chmodSync(path, 0o640);
    void sqlite(path).close();
    expect(modeOf(path)).toBe(0o640);
  });
});

describe('what is no way to open a store', () => {
  const inside = (name: string) => (at: string) => join(at, name);
  test.each<[what: string, path: (at: string) => unknown, options?: Readonly<Record<string, unknown>>]>([
    ['an empty path', () => ''],
    ['a path of white space', () => '  '],
    ['a path with a NUL', inside('a\0b.db')],
    ['a path that ends with white space', inside('a.db ')],
    ['a URL of a file', (at) => `file://${at}/a.db`],
    ['a URL of memory', () => 'file::memory:'],
    ['no path', () => undefined],
    ['a number', () => 3],
    ['memory that is only read', () => ':memory:', { readOnly: true }],
    ['a durability that there is not', inside('a.db'), { durability: 'Full' }],
    ['a mode that is a text', inside('a.db'), { mode: '600' }],
    ['a mode that keeps the owner out', inside('a.db'), { mode: 0o066 }],
    ['a mode that is none', inside('a.db'), { mode: 0o7777 }],
  ])('is %s: it is refused by name, and makes no file', (_, path, options) => {
    const at = folder();
    const problem = expect.objectContaining({ code: 'store/cannot-open', name: 'CairnProblem' }) as unknown;
    expect(() => sqlite(path(at) as string, options as SqliteOptions)).toThrow(problem);
    expect(existsSync(join(at, 'a.db'))).toBe(false);
    expect(existsSync(join(at, 'a'))).toBe(false);
  });

  test.each<[string, SqliteOptions]>([
    ['waits a year for a lock', { busyTimeout: '365d' }],
    ['waits a part of a millisecond', { busyTimeout: '0.5ms' }],
  ])('is none that %s: it is opened', (_, options) => {
    const { store } = given(options);
    expect(store.rows('a')).toEqual([row(1)]);
    void store.close();
  });

  test('is none in memory: a store there does all that one in a file does', async () => {
    const store = sqlite(':memory:', { durability: 'full' });
    expect(await store.create(newThread('a'))).toBe(true);
    expect(await store.commit({ thread: 'a', fence: 1, rows: [row(2)] })).toBe('ok');
    expect(store.rows('a')).toEqual(rows(1, 2));
    const path = join(folder(), 'backup.db');
    await store.backup(path);
    store.vacuum();
    expect(store.integrity()).toEqual([]);
    expect(store.size().bytes).toBeGreaterThan(0);
    void store.close();
    const copy = sqlite(path);
    expect(copy.rows('a')).toEqual(rows(1, 2));
    void copy.close();
  });
});
