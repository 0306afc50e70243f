import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProblem, type Item, type Store, type ThreadRecord } from '@cairn/core/store';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schema } from '../src/file/schema.ts';
import { migrate } from '../src/file/migrate.ts';
import { folder } from './folder.ts';
import { blobOf, newThread, noon, rows } from './sample.ts';

const blobs = [blobOf('a value '.repeat(3_000)), blobOf('another '.repeat(2_500))];

/** Fills a store with something of everything that is kept. */
async function fill(store: Store): Promise<void> {
  for (const id of ['a', 'b', 'c']) {
    const facts = { tags: ['t'], summary: `{"of":"${id}"}`, due: noon, blobs };
    await store.create(
      newThread(id, { ...facts, rows: rows(1, 30), snapshot: { seq: 30, body: `{"big":"${id.repeat(9_000)}"}` } }),
    );
    await store.commit({
      thread: id,
      fence: 1,
      rows: rows(31, 40).map((each) => ({ ...each, label: id, detail: '{"note":1}' })),
    });
    for (let at = 0; at < 5; at++) await store.leave(id, `{"send":${at}}`, noon + at, at % 2 === 0);
    const taken = (await store.leave(id, '{"answer":1}', noon, false)) ?? 0;
    await store.commit({ thread: id, fence: 1, rows: [], consumed: [{ id: taken, outcome: `"taken by ${id}"` }] });
  }
  await store.keepPlan('f1', 'orders', '{"plan":true}');
  await store.keepCached('k', '{"kept":true}', noon);
  for (const [at, body] of ['{"item":0}', '{"item":1}', '"long"'.repeat(3_000)].entries()) {
    await store.putItems([{ table: 'notes', thread: at === 0 ? null : 'a', key: `i${at}`, body, until: noon }], 0);
  }
}

/** Every text that a store has, by the call that reads it; a problem where one is met. */
async function readAll(store: SqliteStore): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  const read = async (name: string, call: () => unknown): Promise<void> => {
    try {
      found.set(name, await call());
    } catch (error) {
      if (!isProblem(error)) throw error;
      found.set(name, error.code);
    }
  };
  for (const id of ['a', 'b', 'c']) {
    for (let seq = 1; seq <= 40; seq++) {
      await read(`row ${id} ${seq}`, async () => (await store.rows(id, { from: seq, to: seq }))[0]);
    }
    await read(`record ${id}`, async () => withoutOwner(await store.thread(id)));
    await read(`snapshot ${id}`, () => store.snapshot(id));
    await read(`messages ${id}`, () => store.messages(id));
  }
  for (let message = 1; message <= 18; message++) {
    await read(`message ${message}`, async () => (await store.message(message)) ?? []);
  }
  for (const { hash } of blobs) await read(`blob ${hash}`, () => store.blobs([hash]));
  await read('list', async () => (await store.threads({})).threads.map(withoutOwner));
  await read('plan', () => store.plan('f1'));
  await read('kept', () => store.cached('k', 0));
  for (const at of [0, 1, 2]) {
    const place = { table: 'notes', thread: at === 0 ? null : 'a', key: `i${at}` };
    await read(`item ${at}`, async () => bodyOf(await store.item(place, 0)));
  }
  await read('items', async () => (await store.items({}, 0)).map(bodyOf));
  await read('integrity', () => store.integrity());
  return found;
}

/** Another version hurts nobody: whoever compares it finds that it is another. */
function bodyOf(item: Item | undefined): Partial<Item> | undefined {
  const { version: _, ...facts } = item ?? { version: 0 };
  return item && facts;
}

/** Another owner hurts nobody, and is found by the integrity check alone. */
function withoutOwner(record: ThreadRecord | undefined): Partial<ThreadRecord> | undefined {
  const { owner: _, ...facts } = record ?? { owner: null };
  return record && facts;
}

/** A file that was closed in order, what it holds, and another place for it. */
async function given(): Promise<{ bytes: Buffer; right: ReadonlyMap<string, unknown>; path: string }> {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  await fill(store);
  const right = await readAll(store);
  void store.close();
  return { bytes: readFileSync(path), right, path: `${path}.damaged.db` };
}

/** What is read of a damaged file: the code of the problem alone where it cannot be opened. */
async function readDamaged(path: string, bytes: Buffer): Promise<ReadonlyMap<string, unknown>> {
  writeFileSync(path, bytes);
  try {
    const store = sqlite(path);
    try {
      return await readAll(store);
    } finally {
      void store.close();
    }
  } catch (error) {
    if (!isProblem(error)) throw error;
    return new Map([['open', error.code]]);
  }
}

describe('damage', () => {
  test('of any bit is never read as what was written, and whatever it hides is found', async () => {
    const { bytes, right, path } = await given();
    const places = fc.array(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(places, async (bits) => {
        const damaged = Buffer.from(bytes);
        for (const bit of bits) damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = await readDamaged(path, damaged);
        const isNoticed = found.has('open') || JSON.stringify(found.get('integrity')) !== '[]';
        for (const [name, value] of found) {
          if (name === 'open' || name === 'integrity' || value === 'store/corrupt') continue;
          // What is not found any more is missed by the check of the whole.
          const isGone = value === undefined || (Array.isArray(value) && value.length < 5);
          if (isGone && isNoticed) continue;
          expect([name, value]).toEqual([name, right.get(name)]);
        }
      }),
      { numRuns: 100, seed: Number(process.env['CAIRN_SEED'] ?? 20_260_801) },
    );
  });

  test('is told in a file of an older format too, which gets its sums when it is brought to this one', () => {
    const path = join(folder(), 'cairn.db');
    const older = new Sqlite(path);
    migrate(older, 'sqlite', schema.slice(0, 3));
    older.exec(`
      INSERT INTO thread (id, graph, fingerprint, status, created, updated) VALUES ('a', 'orders', 'f1', 'running', ${noon}, ${noon});
      INSERT INTO checkpoint SELECT (1 << 26) + seq, time, lane, cause, "from", "to", phase, label, changes, detail
        FROM (SELECT value ->> 'seq' AS seq, value ->> 'time' AS time, '' AS lane, 'done' AS cause, 'a' AS "from", 'b' AS "to",
          'running' AS phase, NULL AS label, value ->> 'changes' AS changes, NULL AS detail
          FROM json_each('${JSON.stringify(rows(1, 9))}'));
      INSERT INTO snapshot (id, body) VALUES ((1 << 26) + 9, '{}');
      INSERT INTO message (thread, body, at, queued) VALUES (1, '{"send":1}', ${noon}, 1);
      INSERT INTO plan VALUES ('f1', 'orders', '{}');
      INSERT INTO cache VALUES ('k', ${noon}, '1')`);
    older.close();
    const store = sqlite(path);
    expect(store.rows('a')).toEqual(rows(1, 9));
    expect(store.snapshot('a')).toEqual({ seq: 9, body: '{}' });
    expect(store.messages('a')).toHaveLength(1);
    expect([store.plan('f1'), store.cached('k', 0)]).toEqual(['{}', '1']);
    expect(store.integrity()).toEqual([]);
    void store.close();
    const raw = new Sqlite(path);
    raw.exec('UPDATE checkpoint SET sum = NULL WHERE seq = 3');
    raw.close();
    const again = sqlite(path);
    expect(() => again.rows('a')).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
    void again.close();
  });

  test.each([
    [
      'how a table is made',
      "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'label', 'lavel') WHERE name = 'checkpoint'",
      (store: SqliteStore) => store.rows('a'),
      undefined,
    ],
    [
      'a row',
      `UPDATE checkpoint SET changes = replace(changes, '7', '8') WHERE seq = 7`,
      (store: SqliteStore) => store.rows('a'),
      '7 of "a"',
    ],
    [
      'a row’s time',
      'UPDATE checkpoint SET time = time + 1 WHERE id = (1 << 26) + 9',
      (store: SqliteStore) => store.rows('a', { from: 9 }),
      '9 of "a"',
    ],
    [
      'a snapshot',
      `UPDATE snapshot SET body = replace(body, 'a', 'e')`,
      (store: SqliteStore) => store.snapshot('a'),
      '30 of "a"',
    ],
    [
      'a value that is kept apart',
      `UPDATE blob SET body = body || ' ' WHERE number IN (SELECT blob FROM blob_use)`,
      (store: SqliteStore) => store.blobs(blobs.map(({ hash }) => hash)),
      blobs[0]?.hash,
    ],
    [
      'a message',
      `UPDATE message SET body = '{"send":9}' WHERE id = 2`,
      (store: SqliteStore) => store.messages('a'),
      '2',
    ],
    ['a plan', `UPDATE plan SET body = '{"plan":trve}'`, (store: SqliteStore) => store.plan('f1'), 'f1'],
    ['a kept result', `UPDATE cache SET body = '{"kept":trve}'`, (store: SqliteStore) => store.cached('k', 0), 'k'],
    [
      'an item of a side table',
      `UPDATE item SET body = '{"item":7}' WHERE key = 'i1'`,
      (store: SqliteStore) => store.items({ thread: 'a' }, 0),
      '2',
    ],
    [
      'the end of an item',
      "UPDATE item SET until = until + 1 WHERE key = 'i0'",
      (store: SqliteStore) => store.item({ table: 'notes', thread: null, key: 'i0' }, 0),
      '1',
    ],
  ])('of %s is a problem where it is read, and the integrity check names it', async (_, sql, read, place) => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    await fill(store);
    void store.close();
    const raw = new Sqlite(path);
    raw.unsafeMode();
    raw.exec(sql);
    raw.close();
    const again = sqlite(path);
    expect(() => read(again)).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
    const [found, ...more] = again.integrity();
    expect(more).toEqual([]);
    const sentence = place === undefined ? 'is not made as this format' : 'not what was written';
    expect(found).toContain(sentence);
    expect(found?.endsWith(place === undefined ? '.' : ` ${place}.`)).toBe(true);
    void again.close();
  });

  test('is no part of a copy of a sound file', async () => {
    const { bytes, right, path } = await given();
    writeFileSync(`${path}.whole`, bytes);
    copyFileSync(`${path}.whole`, path);
    expect(await readDamaged(path, bytes)).toEqual(right);
  });
});
