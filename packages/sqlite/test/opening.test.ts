import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrate, mustBeCurrent } from '../src/file/migrate.ts';
import { applicationId, schema } from '../src/file/schema.ts';
import { definitionsOf } from '../src/tables/wrong-tables.ts';
import { folder } from './folder.ts';
import { newThread, row } from './sample.ts';

/** The names and the bytes of all files in a folder. */
function contents(of: string): readonly string[] {
  return readdirSync(of).map((name) => {
    const bytes = readFileSync(join(of, name));
    return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
  });
}

/** Makes a database of something else. */
function givenForeign(path: string, ...pragmas: readonly string[]): void {
  const db = new Sqlite(path);
  for (const pragma of pragmas) db.pragma(pragma);
  db.exec('CREATE TABLE thread (id TEXT); INSERT INTO thread VALUES (1)');
  db.close();
}

/** Makes a file with a thread in it. */
function givenStore(path: string): void {
  const store = sqlite(path);
  void store.create(newThread('a'));
  void store.close();
}

describe('opening', () => {
  test('a file is made where there is none, and opened where there is one', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const store = sqlite(path);
    expect(store.rows('a')).toEqual([row(1)]);
    expect(store.name).toBe(`sqlite ${path}`);
    void store.close();
    expect(readFileSync(path).readUInt32BE(68)).toBe(applicationId);
  });

  test('an empty file becomes a database', () => {
    const path = join(folder(), 'cairn.db');
    writeFileSync(path, '');
    givenStore(path);
    expect(new Sqlite(path).pragma('user_version', { simple: true })).toBe(schema.length);
  });

  test('a folder that does not exist is a problem that names it', () => {
    const path = join(folder(), 'no', 'such', 'cairn.db');
    expect(() => sqlite(path)).toThrow(
      expect.objectContaining({ code: 'store/cannot-open', message: expect.stringContaining(join('no', 'such')) }),
    );
  });

  test('a folder instead of a file is a problem', () => {
    const path = join(folder(), 'cairn.db');
    mkdirSync(path);
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'store/cannot-open' }));
  });

  test('a missing file is not made to be read only', () => {
    const inside = folder();
    expect(() => sqlite(join(inside, 'cairn.db'), { readOnly: true })).toThrow(
      expect.objectContaining({ code: 'store/cannot-open' }),
    );
    expect(readdirSync(inside)).toEqual([]);
  });

  test.each<[what: string, make: (path: string) => void]>([
    ['a text', (path) => writeFileSync(path, 'Dear diary, '.repeat(1_000))],
    ['a short text', (path) => writeFileSync(path, 'x')],
    ['the beginning of a database', (path) => writeFileSync(path, 'SQLite format 3\0')],
    ['a database of something else', (path) => givenForeign(path)],
    ['a database of something else with a log', (path) => givenForeign(path, 'journal_mode = WAL')],
    ['a database with another mark', (path) => givenForeign(path, 'application_id = 252006673', 'user_version = 1')],
    ['an empty database of something else', (path) => new Sqlite(path).exec('PRAGMA user_version = 3').close()],
  ])('%s is refused and left untouched, byte for byte', (_, make) => {
    const inside = folder();
    const path = join(inside, 'cairn.db');
    make(path);
    const before = contents(inside);
    for (const readOnly of [false, true]) {
      expect(() => sqlite(path, { readOnly })).toThrow(
        expect.objectContaining({ code: 'store/foreign', message: expect.stringContaining(path) }),
      );
    }
    expect(contents(inside)).toEqual(before);
  });

  test('a database that another program has open is refused without touching its log', () => {
    const inside = folder();
    const path = join(inside, 'theirs.db');
    const theirs = new Sqlite(path);
    theirs.pragma('journal_mode = WAL');
    theirs.exec('CREATE TABLE t (x)');
    const before = contents(inside);
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'store/foreign' }));
    expect(contents(inside)).toEqual(before);
    theirs.close();
  });

  test('a file of a newer Cairn is refused, naming both formats, and left untouched', () => {
    const inside = folder();
    const path = join(inside, 'cairn.db');
    givenStore(path);
    const newer = new Sqlite(path);
    newer.pragma('user_version = 99');
    newer.close();
    const before = contents(inside);
    for (const readOnly of [false, true]) {
      expect(() => sqlite(path, { readOnly })).toThrow(
        expect.objectContaining({
          code: 'store/newer',
          facts: { store: `sqlite ${path}`, found: 99, known: schema.length },
        }),
      );
    }
    expect(contents(inside)).toEqual(before);
  });

  test('a newer format that is still in the log is refused too', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const newer = new Sqlite(path);
    newer.pragma('user_version = 99');
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'store/newer' }));
    newer.close();
  });

  test('a damaged file is a problem that says so', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 100));
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
  });

  test('damage that is found later is a problem that says so, and the integrity check finds it', () => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    void store.create(
      newThread('a', { rows: Array.from({ length: 500 }, (_, index) => row(index + 1, 'x'.repeat(900))) }),
    );
    void store.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, bytes.length - 40 * 4096, bytes.length - 20 * 4096));
    const damaged = sqlite(path);
    expect(damaged.integrity().length).toBeGreaterThan(0);
    expect(() => damaged.rows('a')).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
    void damaged.close();
  });

  test('a closed store says that it is closed', async () => {
    const store = sqlite(':memory:');
    void store.close();
    expect(() => store.thread('a')).toThrow(expect.objectContaining({ code: 'store/closed' }));
    expect(() => store.commit({ thread: 'a', fence: 1, rows: [row(2)] })).toThrow(
      expect.objectContaining({ code: 'store/closed' }),
    );
    const full = sqlite(':memory:', { durability: 'full' });
    void full.close();
    await expect((async () => full.create(newThread('a')))()).rejects.toMatchObject({ code: 'store/closed' });
    void full.close();
  });

  test('memory holds nothing that could be read only', () => {
    expect(() => sqlite(':memory:', { readOnly: true })).toThrow(
      expect.objectContaining({ code: 'store/cannot-open' }),
    );
  });
});

describe('migrating', () => {
  const versions = [...schema, 'ALTER TABLE plan ADD COLUMN note TEXT', 'CREATE TABLE more (x)'];

  test('an older format is brought to the newest, with what is in it', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const db = new Sqlite(path);
    migrate(db, 'it', versions);
    expect(db.pragma('user_version', { simple: true })).toBe(versions.length);
    expect(db.prepare('SELECT note FROM plan').all()).toEqual([]);
    expect(db.prepare('SELECT count(*) FROM checkpoint, more').pluck().get()).toBe(0);
    expect(db.prepare('SELECT id FROM thread').pluck().all()).toEqual(['a']);
    migrate(db, 'it', versions);
    db.close();
  });

  test.each(schema.slice(1).map((_, index) => index + 1))(
    'format %i is brought to what a new file is made as',
    (format) => {
      const [older, made] = [new Sqlite(':memory:'), new Sqlite(':memory:')];
      migrate(older, 'it', schema.slice(0, format));
      expect(definitionsOf(older)).not.toEqual(definitionsOf(made));
      migrate(older, 'it');
      migrate(made, 'it');
      expect(definitionsOf(older)).toEqual(definitionsOf(made));
    },
  );

  test('a new file has a page for each table and index, and three for how they are made', () => {
    const db = new Sqlite(':memory:');
    migrate(db, 'it');
    const trees = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema WHERE rootpage > 0').pluck().get() ?? 0;
    expect(db.pragma('page_count', { simple: true })).toBe(trees + 3);
  });

  test('a migration that fails leaves the format as it was', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const db = new Sqlite(path);
    expect(() => migrate(db, 'it', [...versions, 'CREATE TABLE thread (x)'])).toThrow('already exists');
    expect(db.pragma('user_version', { simple: true })).toBe(schema.length);
    expect(() => db.prepare('SELECT * FROM more')).toThrow('no such table');
    db.close();
    givenStore(path);
  });

  test('an older format that may only be read is a problem', () => {
    const path = join(folder(), 'cairn.db');
    givenStore(path);
    const db = new Sqlite(path, { readonly: true });
    expect(() => mustBeCurrent(db, 'it', versions)).toThrow(
      expect.objectContaining({
        code: 'store/older',
        facts: { store: 'it', found: schema.length, known: versions.length },
      }),
    );
    db.close();
  });
});
