import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { folder } from './folder.ts';
import { newThread, noon, rows } from './sample.ts';

/** A file with threads of some size, closed in order. */
async function given(ids: readonly string[]): Promise<string> {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  for (const [at, id] of ids.entries()) {
    const log = rows(1, 40).map((each) => ({ ...each, label: `${id} `.repeat(200) }));
    await store.create(newThread(id, { created: noon + at, status: 'waiting', tags: ['t'], rows: log }));
  }
  await store.keepPlan('f1', 'orders', '{}');
  void store.close();
  return path;
}

const ids = Array.from({ length: 30 }, (_, at) => `t${at}`);

async function pages(store: SqliteStore, limit: number): Promise<{ threads: string[]; damaged: string[] }> {
  const all = { threads: [] as string[], damaged: [] as string[] };
  let cursor: string | undefined;
  do {
    const page = await store.threads({ limit, skipDamaged: true, ...(cursor !== undefined && { cursor }) });
    all.threads.push(...page.threads.map(({ id }) => id));
    all.damaged.push(...(page.damaged ?? []));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

test.each([
  ['takeovers', 'takeovers = takeovers + 1'],
  ['tags', "tags = '[\"t'"],
  ['a status that there is not', "status = 'waitong'"],
  ['an empty status', "status = ''"],
  ['a status after all others', "status = 'z'"],
])('a record that is damaged in %s is no list, unless a query skips it: then it is named, once', async (_, set) => {
  const path = await given(ids);
  const raw = new Sqlite(path);
  raw.prepare(`UPDATE thread SET ${set} WHERE id = 't7'`).run();
  raw.close();
  const store = sqlite(path);
  for (const query of [{}, { status: ['waiting'] as const }, { graph: 'orders' }]) {
    expect(() => store.threads(query)).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
    const page = await store.threads({ ...query, skipDamaged: true });
    expect([page.threads.length, page.damaged]).toEqual([ids.length - 1, ['t7']]);
  }
  for (const limit of [1, 7, 100]) {
    const all = await pages(store, limit);
    expect(all.threads.toSorted()).toEqual(ids.filter((id) => id !== 't7').toSorted());
    expect(all.damaged).toEqual(['t7']);
  }
  const { threads, findings } = await open({ store, graphs: [], recover: false }).verify();
  expect([threads, findings.filter(({ thread }) => thread === 't7').length]).toEqual([ids.length, 1]);
});

test.each([
  ['the record', "UPDATE thread SET updated = updated - 1 WHERE id = 't7'"],
  [
    'a checkpoint',
    "UPDATE checkpoint SET label = 'x' WHERE id = (SELECT number FROM thread WHERE id = 't7') * 67108864 + 3",
  ],
  [
    'the last checkpoint',
    "DELETE FROM checkpoint WHERE id = (SELECT number FROM thread WHERE id = 't7') * 67108864 + 40",
  ],
])('a thread of which %s is damaged stops no other from being pruned, and can be removed', async (what, sql) => {
  const path = await given(ids);
  const raw = new Sqlite(path);
  raw.exec(sql);
  raw.close();
  const store = sqlite(path);
  const cairn = open({ store, graphs: [], recover: false });
  const history = { status: ['waiting'], drop: 'history' } as const;
  for (const options of [{ dryRun: true }, { threads: ['t1', 't7'], dryRun: true }, {}]) {
    const asked = 'threads' in options ? 1 : ids.length - 1;
    expect(await cairn.prune({ ...history, ...options })).toMatchObject({ cut: asked, damaged: ['t7'] });
  }
  expect(store.remove(['t7'])).toBe(1);
  expect(store.integrity()).toEqual([]);
  expect(await store.threads({ limit: 100 })).toMatchObject({ threads: { length: ids.length - 1 } });
  await cairn.close();
});

test('whatever page is damaged, the check of the whole goes on and names every thread that cannot be read', async () => {
  const path = await given(ids);
  const size = new Sqlite(path, { readonly: true }).pragma('page_size', { simple: true }) as number;
  const count = new Sqlite(path, { readonly: true }).pragma('page_count', { simple: true }) as number;
  let named = 0;
  for (let page = 2; page <= count; page += 3) {
    const bytes = damagePage(path, page, size);
    const store = sqlite(path);
    const damage = store.integrity();
    expect(damage).not.toEqual([]);
    for (const id of ids.filter((each) => !isReadable(store, each))) {
      const isNamed = damage.some((line) => line.includes(`"${id}"`) || line.includes('ids of the threads'));
      expect([page, id, isNamed]).toEqual([page, id, true]);
      named += 1;
    }
    await store.close();
    bytes.restore();
  }
  expect(named).toBeGreaterThan(10);
});

function isReadable(store: SqliteStore, id: string): boolean {
  try {
    void store.thread(id);
    void store.rows(id);
    return true;
  } catch {
    return false;
  }
}

function damagePage(path: string, page: number, size: number): { restore(): void } {
  const at = (page - 1) * size;
  const bytes = Buffer.alloc(size);
  const file = openSync(path, 'r+');
  readSync(file, bytes, 0, size, at);
  writeSync(file, Buffer.alloc(size, 0xff), 0, size, at);
  closeSync(file);
  return {
    restore() {
      const again = openSync(path, 'r+');
      writeSync(again, bytes, 0, size, at);
      closeSync(again);
    },
  };
}
