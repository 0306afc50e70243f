import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { start } from './other-process.ts';
import { newThread, rows } from './sample.ts';

/** A folder in which the process of `day.db` was killed, and its file was put aside: what it kept beside it is still there. */
async function putAside(): Promise<{ readonly inside: string; readonly path: string; readonly kept: string[] }> {
  const inside = folder();
  const path = join(inside, 'day.db');
  const made = sqlite(path);
  await made.create(newThread('a'));
  void made.close();
  const writer = start('writer', path);
  await writer.ask();
  await writer.kill();
  renameSync(path, join(inside, 'day.broken'));
  const kept = readdirSync(inside).filter((name) => name.startsWith('day.db-'));
  expect(kept).toContain('day.db-wal');
  return { inside, path, kept };
}

function expectNight(path: string): void {
  const restored = sqlite(path);
  expect(restored.rows('n')).toEqual(rows(1, 3));
  expect(restored.integrity()).toEqual([]);
  void restored.close();
}

describe('nothing is written to a name beside which a part of another database was left', () => {
  const refusal = {
    code: 'store/cannot-open',
    message: expect.stringMatching(/"[^"]+day\.db-wal" is there, .+ or remove it/u) as string,
  };

  test('neither a new database, nor one of an empty file, nor a backup', async () => {
    const { inside, path, kept } = await putAside();
    const before = readFileSync(`${path}-wal`);
    const night = sqlite(join(inside, 'night.db'));
    await night.create(newThread('n', { rows: rows(1, 3) }));
    expect(() => sqlite(path)).toThrow(expect.objectContaining(refusal) as Error);
    await expect(night.backup(path)).rejects.toMatchObject(refusal);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    expect(() => sqlite(path)).toThrow(expect.objectContaining(refusal) as Error);
    rmSync(path);
    expect(readdirSync(inside).filter((name) => name.startsWith('day.db'))).toEqual(kept);
    expect(readFileSync(`${path}-wal`)).toEqual(before);
    for (const name of kept) rmSync(join(inside, name));
    await night.backup(path);
    expectNight(path);
    void night.close();
  });

  test.each(['-wal', '-journal'])('whichever part it is: %s', async (end) => {
    const inside = folder();
    const path = join(inside, 'day.db');
    writeFileSync(path + end, 'of another one');
    const night = sqlite(join(inside, 'night.db'));
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'store/cannot-open' }) as Error);
    await expect(night.backup(path)).rejects.toMatchObject({ code: 'store/cannot-open' });
    void night.close();
    expect(readdirSync(inside).toSorted()).toEqual([`day.db${end}`, 'night.db']);
  });

  test('what holds nothing is in nobody’s way: what only reads leaves it behind', async () => {
    const inside = folder();
    const path = join(inside, 'day.db');
    for (const end of ['-wal', '-journal']) writeFileSync(path + end, '');
    writeFileSync(`${path}-shm`, Buffer.alloc(32_768, 1));
    const night = sqlite(join(inside, 'night.db'));
    await night.create(newThread('n', { rows: rows(1, 3) }));
    await night.backup(path);
    expectNight(path);
    void night.close();
  });
});

test('what a process that was killed left beside its own database is read with it', async () => {
  const { inside, path } = await putAside();
  renameSync(join(inside, 'day.broken'), path);
  const copy = join(inside, 'copy.db');
  for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
  for (const each of [path, copy]) {
    const store = sqlite(each);
    expect(store.integrity()).toEqual([]);
    expect((await store.threads({})).threads.length).toBeGreaterThan(0);
    void store.close();
  }
});
