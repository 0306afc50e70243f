import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProblem } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../src/file/sqlite-problem.ts';
import { folder, sharedFolder } from './folder.ts';
import { openStore } from './open-store.ts';
import { blobOf, newThread, row, rows } from './sample.ts';

const large = 'x'.repeat(3_000);

describe('a full disk', () => {
  test('refuses a commit as a problem, keeps what is stored, and goes on when there is space', async () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a'));
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 20}`);
    let head = 1;
    const append = () => store.commit({ thread: 'a', fence: 1, rows: [row(head + 1, large)] });
    expect(() => {
      for (;;) if (append() === 'ok') head++;
    }).toThrow(expect.objectContaining({ code: 'store/full' }));
    expect(head).toBeGreaterThan(5);
    expect(append).toThrow(expect.objectContaining({ code: 'store/full' }));
    expect((await store.rows('a')).map(({ seq }) => seq)).toEqual(rows(1, head).map(({ seq }) => seq));
    expect(store.integrity()).toEqual([]);
    db.pragma('max_page_count = 100000');
    expect(append()).toBe('ok');
    void store.close();
  });

  test('takes nothing of a commit that has many parts', async () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a'));
    const message = (await store.leave('a', '{}', 1, false)) ?? 0;
    const before = await store.thread('a');
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 3}`);
    const commit = () =>
      store.commit({
        thread: 'a',
        fence: 1,
        rows: rows(2, 4),
        snapshot: { seq: 4, body: large },
        update: { status: 'done' },
        consumed: [{ id: message, outcome: '1' }],
        blobs: [blobOf('y'.repeat(50_000))],
      });
    expect(commit).toThrow(expect.objectContaining({ code: 'store/full' }));
    await expect(store.create(newThread('b', { rows: [row(1, large.repeat(30))] }))).rejects.toMatchObject({
      code: 'store/full',
    });
    expect(await store.thread('a')).toEqual(before);
    expect(await store.thread('b')).toBeUndefined();
    expect(await store.messages('a')).toHaveLength(1);
    expect(store.integrity()).toEqual([]);
    db.pragma('max_page_count = 100000');
    expect(await commit()).toBe('ok');
    void store.close();
  });

  test('refuses every commit of a turn that shares a transaction, and takes none of them', async () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'), 'full');
    await Promise.all(['a', 'b', 'c'].map(async (id) => await store.create(newThread(id))));
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 5}`);
    const commits = () =>
      ['a', 'b', 'c'].map(
        async (id) =>
          await store.commit({ thread: id, fence: 1, rows: [row(2, id === 'b' ? 'x'.repeat(90_000) : large)] }),
      );
    const results = await Promise.allSettled(commits());
    const heads = await Promise.all(['a', 'b', 'c'].map(async (id) => (await store.thread(id))?.head));
    for (const [index, result] of results.entries()) {
      expect(heads[index]).toBe(result.status === 'fulfilled' ? 2 : 1);
    }
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(isProblem(reason, 'store/full')).toBe(true);
    db.pragma('max_page_count = 100000');
    const left = ['a', 'b', 'c'].filter((_, index) => heads[index] === 1);
    for (const id of left) expect(await store.commit({ thread: id, fence: 1, rows: [row(2)] })).toBe('ok');
    expect(store.integrity()).toEqual([]);
    void store.close();
  });

  const disk = smallDisk();
  test.skipIf(disk === undefined)('that is a real one loses nothing, and goes on when there is space', () => {
    const path = join(disk ?? '', 'cairn.db');
    const ballast = join(disk ?? '', 'ballast');
    let store = sqlite(path);
    void store.create(newThread('a'));
    writeFileSync(ballast, randomBytes(1_000_000));
    let head = 1;
    const append = () => store.commit({ thread: 'a', fence: 1, rows: [row(head + 1, large)] });
    expect(() => {
      for (;;) if (append() === 'ok') head++;
    }).toThrow(expect.objectContaining({ code: 'store/full' }));
    expect(store.rows('a')).toHaveLength(head);
    rmSync(ballast);
    expect(append()).toBe('ok');
    void store.close();
    store = sqlite(path);
    expect(store.rows('a')).toHaveLength(head + 1);
    expect(store.integrity()).toEqual([]);
    void store.close();
  });

  test('is told where there is no room for the index of the log either', () => {
    const error = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_SHMSIZE' });
    expect(explain(error, { store: 'a', busyTimeout: 1 })).toMatchObject({ code: 'store/full' });
  });
});

/** A disk of 4 MB, where this process may make one. */
function smallDisk(): string | undefined {
  const at = sharedFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  afterAll(() => void execFileSync('umount', [at]));
  return at;
}
