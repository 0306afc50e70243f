import { join } from 'node:path';
import { isProblem, statuses, type RowQuery, type Status, type Store } from '@cairn/core/store';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { addSums } from '../src/file/migrate.ts';
import { prepareConnection } from '../src/file/open-database.ts';
import { schema } from '../src/file/schema.ts';
import { folder } from './folder.ts';
import { newThread, noon, rows } from './sample.ts';

const corrupt = (thread: string): unknown =>
  expect.objectContaining({ code: 'store/corrupt', message: expect.stringContaining(`"${thread}"`) as unknown });

/** A thread of 40 checkpoints that rested at each tenth, one of 10 checkpoints, and a fork of the first at 25 with 5 of its own. */
async function fill(store: Store): Promise<void> {
  const facts = { tags: ['t', 'u'], summary: '{"of":1}', due: noon };
  await store.create(newThread('a', { ...facts, rows: rows(1, 10), snapshot: { seq: 10, body: '{}' } }));
  for (const first of [11, 21, 31]) {
    const standing = { status: 'waiting', due: noon + first, summary: `{"at":${first}}`, owner: null } as const;
    const update = { ...standing, seen: first * 10, takeovers: 2 };
    await store.commit({ thread: 'a', fence: first === 11 ? 1 : 2, rows: rows(first, first + 9), update });
    if (first === 11) await store.claim('a', 'somebody', noon);
  }
  await store.create(newThread('b', { rows: rows(1, 10) }));
  await store.create(newThread('fork', { ...facts, origin: { thread: 'a', seq: 25 }, rows: rows(26, 30) }));
  await store.trim('b', 10);
  await store.trim('a', 10);
}

/** The store of a file that was changed by SQL behind its back. */
async function given(sql: string): Promise<SqliteStore> {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  await fill(store);
  expect(store.integrity()).toEqual([]);
  void store.close();
  const raw = new Sqlite(path);
  raw.exec(sql);
  raw.close();
  return sqlite(path);
}

/** The columns of a record, and which of them are numbers. */
function columns(): readonly { name: string; type: string }[] {
  const db = new Sqlite(':memory:');
  prepareConnection(db, { store: 'it', path: '', durability: 'normal', readOnly: false, busyTimeout: 0 });
  const text = "SELECT name, type FROM pragma_table_info('thread')";
  const found = db.prepare<[], { name: string; type: string }>(text).all();
  db.close();
  return found;
}

/** What a disk makes of a column: another number, another letter, something where was nothing, or nothing any more. */
const damages: readonly (readonly [column: string, value: string])[] = columns()
  .filter(({ name }) => !['number', 'id', 'owner'].includes(name))
  .flatMap(({ name, type }) => {
    const other =
      type === 'INTEGER'
        ? [`coalesce(${name}, 0) + 1`, `coalesce(${name}, 0) + 4096`]
        : [
            `coalesce(substr(${name}, 1, length(${name}) - 1), '') || char(coalesce(unicode(substr(${name}, -1)), 64) + 1)`,
          ];
    return other.map((value) => [name, value] as const);
  });

describe('a damaged record', () => {
  const gone: typeof damages = [
    ['due', 'NULL'],
    ['tags', "'[oops'"],
    ['tags', 'NULL'],
    ['summary', 'NULL'],
    ['sum', 'NULL'],
  ];

  test.each([...damages, ...gone])(
    'is a problem wherever it is read, and the integrity check names its thread: %s = %s',
    async (column, value) => {
      const store = await given(`UPDATE thread SET ${column} = ${value} WHERE id = 'fork'`);
      expect(() => store.thread('fork')).toThrow(corrupt('fork'));
      // A list is walked by status, so one that nobody knows is in none.
      const listed = column === 'status' ? { tags: ['u'], status: [...statuses, 'runninh' as Status] } : {};
      expect(() => store.threads(listed)).toThrow(corrupt('fork'));
      expect(() => store.claim('fork', 'me', noon)).toThrow(corrupt('fork'));
      expect(store.ownerOf('fork')).toBeUndefined();
      expect(store.integrity().join(' ')).toContain('There is 1 thread that is not what was written: fork.');
      expect(await store.thread('a')).toMatchObject({ head: 40 });
      void store.close();
    },
  );

  test('stays damaged when something else of it is written', async () => {
    const store = await given(`UPDATE thread SET due = due + 1 WHERE id = 'a'`);
    const update = { status: 'done', due: null, summary: '{}', seen: 900, takeovers: 0 } as const;
    expect(store.commit({ thread: 'a', fence: 2, rows: rows(41, 41), update })).toBe('ok');
    expect(() => store.thread('a')).toThrow(corrupt('a'));
    void store.trim('a', 41);
    expect(() => store.thread('a')).toThrow(corrupt('a'));
    void store.close();
  });

  test.each([
    ['another number', `UPDATE tag SET thread = 2 WHERE tag = 'u' AND thread = 3`],
    ['another text', `UPDATE tag SET tag = 'v' WHERE tag = 'u' AND thread = 3`],
    ['another time', `UPDATE tag SET created = created + 1 WHERE tag = 'u' AND thread = 3`],
  ])('is not found by a tag, and the integrity check says so: %s', async (_, sql) => {
    const store = await given(sql);
    expect(store.integrity()).toEqual([
      'There is 1 tag that the thread has not.',
      'There is 1 tag by which the thread is not found.',
    ]);
    void store.close();
  });
});

/** What a call gives, or the code of the problem that it meets. */
function told(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return isProblem(error) ? error.code : error;
  }
}

/** Every way to read some of the checkpoints of a thread. */
const queries: readonly RowQuery[] = [
  {},
  { newestFirst: true },
  { from: 12 },
  { to: 38 },
  { from: 15, to: 35 },
  { from: 15, to: 35, newestFirst: true },
  { from: 20, limit: 5 },
  { to: 30, limit: 5, newestFirst: true },
];

describe('checkpoints that a disk lost', () => {
  test.each(Array.from({ length: 31 }, (_, index) => index + 10))(
    'are missed wherever they are asked for: %i',
    async (seq) => {
      const whole = await given('');
      const store = await given(`DELETE FROM checkpoint WHERE thread = 1 AND seq = ${seq}`);
      for (const thread of ['a', 'fork']) {
        for (const query of queries) {
          const right = await whole.rows(thread, query);
          const isHit = right.some((row) => row.seq === seq) && !(thread === 'fork' && seq > 25);
          expect([query, told(() => store.rows(thread, query))]).toEqual([query, isHit ? 'store/corrupt' : right]);
        }
        const isHit = thread === 'a' || seq <= 25;
        expect(store.integrity().some((found) => found.includes(`checkpoint ${seq} of "${thread}" is missing`))).toBe(
          isHit,
        );
      }
      void whole.close();
      void store.close();
    },
  );

  test('are missed where the newest went, at the first look at the thread', async () => {
    const store = await given('DELETE FROM checkpoint WHERE thread = 1 AND seq > 33');
    for (const look of [
      () => store.thread('a'),
      () => store.threads({}),
      () => store.claim('a', 'me', noon),
      () => store.rows('a', { from: 34 }),
    ]) {
      expect(look).toThrow(corrupt('a'));
    }
    expect(store.ownerOf('a')).toBeUndefined();
    expect(await store.rows('fork')).toHaveLength(30);
    expect(store.integrity()).toEqual(['There is a gap: checkpoints 34 to 40 of "a" are missing.']);
    void store.close();
  });

  test('are not those that were cut off between two reads', async () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    await store.create(newThread('a', { rows: rows(1, 10), snapshot: { seq: 8, body: '{}' } }));
    await store.trim('a', 9);
    expect(store.rows('a')).toEqual(rows(8, 10));
    expect(store.rows('a', { from: 2, to: 9 })).toEqual(rows(8, 9));
    expect(store.rows('a', { to: 3 })).toEqual([]);
    expect(store.integrity()).toEqual([]);
    void store.close();
  });

  test('are not those that were cut off before a fork, however often and in whatever format', async () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    const snapshots = [5, 20, 30].map((seq) => ({ seq, body: '{}' }));
    await store.create(newThread('a', { rows: rows(1, 5), snapshot: snapshots[0] as never }));
    const origin = (seq: number): object => ({ origin: { thread: 'a', seq } });
    await store.create(newThread('early', { ...origin(4), rows: rows(5, 6) }));
    await store.commit({ thread: 'a', fence: 1, rows: rows(6, 20), snapshot: snapshots[1] as never });
    await store.trim('a', 20);
    await store.commit({ thread: 'a', fence: 1, rows: rows(21, 40) });
    await store.create(newThread('late', { ...origin(25), rows: rows(26, 28) }));
    await store.create(newThread('later', { origin: { thread: 'late', seq: 27 }, rows: rows(28, 29) }));
    await store.commit({ thread: 'a', fence: 1, rows: [], snapshot: snapshots[2] as never });
    await store.trim('a', 40);
    const first = { a: 30, early: 1, late: 20, later: 20 };
    const firsts = async (each: SqliteStore): Promise<object> => {
      const all = await Promise.all(Object.keys(first).map(async (id) => [id, (await each.rows(id))[0]?.seq] as const));
      return Object.fromEntries(all);
    };
    expect(await firsts(store)).toEqual(first);
    expect(store.integrity()).toEqual([]);
    void store.close();
    // Older formats had forks begin at 1, whatever was left of what they share.
    const raw = new Sqlite(path);
    raw.exec(`UPDATE thread SET floor = 1 WHERE origin IS NOT NULL`);
    addSums(raw);
    for (const text of (schema[3] ?? '').split(';').filter((each) => each.includes('UPDATE thread'))) raw.exec(text);
    raw.close();
    const again = sqlite(path);
    expect(await firsts(again)).toEqual(first);
    expect(again.integrity()).toEqual([]);
    void again.close();
  });
});

test('a record is what was written, however large its numbers are and however many of them change at once', async () => {
  const store = sqlite(':memory:');
  await store.create(newThread('large'));
  for (let turn = 0; turn < 300; turn += 1) {
    const claimed = await store.claim('large', 'owner', noon);
    if (claimed === undefined || claimed === 'busy') throw new Error('The thread is free.');
    const { id: thread, fence, created, head } = claimed;
    await store.commit({ thread, fence, rows: [], update: { owner: null } });
    const update = { status: 'waiting', due: noon + turn * 7_919_999, owner: null, summary: `turn ${turn}` } as const;
    const takes = { owner: 'owner', created, raises: 2 ** 28 + turn * 15_485_863 };
    expect(await store.commit({ thread, fence, takes, rows: rows(head + 1, head + 1), update })).toBe('ok');
    expect((await store.threads({})).threads).toHaveLength(1);
  }
  await store.close();
});
