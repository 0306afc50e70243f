import { hostname } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { StoredRow } from '@cairn/core/store';
import { claims } from '../src/tables/claims.ts';
import { sqlite } from '../src/sqlite.ts';
import { prepareConnection } from '../src/file/open-database.ts';
import * as sql from '../src/tables/sql.ts';
import { prepareStatements, type Statements } from '../src/tables/statements.ts';
import { folder } from './folder.ts';

/** The statements of a new file. */
function given(): Statements {
  const path = join(folder(), 'cairn.db');
  const db = new Sqlite(path);
  prepareConnection(db, { store: 'sqlite', path, durability: 'normal', readOnly: false, busyTimeout: 1_000 });
  return prepareStatements(db, 'sqlite');
}

/** The names of the statements that are one text each. */
const names = Object.entries(sql).flatMap(([name, text]) => (typeof text === 'string' ? [name] : []));

test.each(names)('the statement "%s" reads, or cannot be asked for its first row alone', (name) => {
  const statement = Reflect.get(given(), name) as { readonly: boolean; get?: unknown };
  expect(statement.get === undefined).toBe(!statement.readonly);
});

test('what changes columns cannot be asked for its first row alone', () => {
  expect(Reflect.get(given().update(['status']), 'get')).toBeUndefined();
});

test('a statement asks once at most whether a process is gone, for the next moment it may say something else', () => {
  for (const name of names) {
    const asked = String(Reflect.get(sql, name)).split('process_is_gone').length - 1;
    expect({ name, asked: Math.min(asked, 1) }).toEqual({ name, asked });
  }
});

const thread = {
  graph: 'g',
  fingerprint: 'f',
  status: 'running',
  created: 1,
  owner: null,
  due: null,
  tags: [],
  origin: null,
  summary: null,
} as const;
const row = (seq: number): StoredRow => {
  const absent = { label: null, changes: null, detail: null };
  return { seq, time: seq, lane: '', cause: 'done', from: 'a', to: 'b', phase: 'running', ...absent };
};

test.each([
  ['another thread', 'b'],
  ['the thread itself', 'a'],
])('while a state is read to take its thread others may write to %s, and what is given is whole', async (_, id) => {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path, { busyTimeout: 0 });
  for (const each of ['a', 'b']) await store.create({ ...thread, id: each, rows: [row(1)] });
  const db = new Sqlite(path);
  prepareConnection(db, { store: 'sqlite', path, durability: 'normal', readOnly: false, busyTimeout: 0 });
  const statements = prepareStatements(db, 'sqlite');
  const { snapshot } = statements;
  const written: unknown[] = [];
  const get = (from: number, to: number) => {
    if (written.length === 0) written.push(store.commit({ thread: id, fence: 1, rows: [row(2)] }));
    return snapshot.get(from, to);
  };
  const taking = claims(db, 'sqlite', Object.create(statements, { snapshot: { value: { get } } }) as Statements);
  const found = await taking.take('a', { owner: 'me', now: 1 });
  expect(written).toEqual(['ok']);
  expect(found).toMatchObject({ isTaken: true, record: await store.thread('a'), state: await store.state('a') });
  expect(found?.record).toMatchObject({ owner: 'me', fence: 2, head: id === 'a' ? 2 : 1 });
  db.close();
  await store.close();
});

test('a thread whose owner ends while it is taken is taken whole, and its owner counts as dead or not', async () => {
  const path = join(folder(), 'cairn.db');
  const store = sqlite(path);
  const db = new Sqlite(path);
  prepareConnection(db, { store: 'sqlite', path, durability: 'normal', readOnly: false, busyTimeout: 1_000 });
  let isGone = false;
  // A process that is there and gone in turns, as one is that ends just now.
  db.function('process_is_gone', { directOnly: true }, () => Number((isGone = !isGone)));
  const taking = claims(db, 'sqlite', prepareStatements(db, 'sqlite'));
  for (let count = 0; count < 10; count += 1) {
    const id = `t${count}`;
    await store.create({ ...thread, id, owner: 'other', rows: [] });
    await store.heartbeat({ id: 'other', pid: process.pid, host: hostname() }, 60_000, Date.now());
    const taken = await taking.claim(id, 'me', Date.now(), count % 2 === 0);
    expect((await store.thread(id))?.owner).toBe(taken === 'busy' ? 'other' : 'me');
  }
  expect(store.integrity()).toEqual([]);
  db.close();
  await store.close();
});
