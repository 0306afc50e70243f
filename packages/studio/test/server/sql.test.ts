import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graph, memory, open } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Meta, Refusal, SqlResult } from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { get, post } from './asking.ts';

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  start: 'done',
  nodes: { done: { final: true } },
});

const folder = mkdtempSync(join(tmpdir(), 'cairn-sql-'));
let store: SqliteStore;
let looking: Studio;

beforeAll(async () => {
  const cairn = open({ store: sqlite(join(folder, 'errands.db')), graphs: [errand] });
  for (let at = 0; at < 3; at += 1) await (await cairn.start(errand, { what: 'tea' }, { id: `E-${at}` })).ended();
  await cairn.close();
  store = sqlite(join(folder, 'errands.db'), { readOnly: true });
  looking = studio(store);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (query: string) => post<SqlResult & Refusal>(looking, 'sql', { query });

it('answers with columns and rows, two of one name included', async () => {
  expect((await get<Meta>(looking, 'meta')).body.sql).toBe(true);
  const { body } = await ask("SELECT id, status, id FROM thread WHERE id < 'E-2' ORDER BY id");
  expect(body).toEqual({
    columns: ['id', 'status', 'id'],
    rows: [
      ['E-0', 'done', 'E-0'],
      ['E-1', 'done', 'E-1'],
    ],
  });
});

it('tells what JSON has no word for with a tag, and that there are more rows', async () => {
  const { body } = await ask("SELECT 9007199254740993 AS large, x'0102' AS bytes, NULL AS missing");
  expect(body.rows).toEqual([[{ $bigint: '9007199254740993' }, { $buffer: 'AQI=' }, null]]);
  const many = await ask('WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n');
  expect({ rows: many.body.rows.length, isCut: many.body.isCut }).toEqual({ rows: 1_000, isCut: true });
});

it.each([
  ['DELETE FROM thread', 'reads only'],
  ['PRAGMA journal_mode = DELETE', 'reads only'],
  ["ATTACH 'other.db' AS other", 'reads only'],
  ['SELECT 1; SELECT 2', 'one query'],
  ['SELECT ?', 'parameters'],
  ['SELECT a FROM nowhere', 'no such table'],
  ['', 'Give a query'],
])('does not run %s', async (query, why) => {
  const { status, body } = await ask(query);
  expect({ status, code: body.error.code }).toEqual({ status: 422, code: 'studio/sql' });
  expect(body.error.message).toContain(why);
});

it('ends a query that goes on for ever, while others are answered', async () => {
  const endless = 'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  const found = store.select(endless, { timeout: 300 });
  expect((await get(looking, 'counts')).status).toBe(200);
  expect(await found).toEqual({ refused: 'It took longer than 0.3 seconds.' });
  const stopped = new AbortController();
  const other = store.select(endless, { signal: stopped.signal });
  stopped.abort(new Error('enough'));
  await expect(other).rejects.toThrow('enough');
});

it('is for stores that have SQL, and for those who may look at everything', async () => {
  const inMemory = studio(memory());
  expect((await post(inMemory, 'sql', { query: 'SELECT 1' })).status).toBe(403);
  const some = studio(store, { authenticate: () => ({ name: 'bob', may: { look: { tags: ['mail'] } } }) });
  expect((await get<Meta>(some, 'meta')).body.sql).toBe(false);
  expect((await post(some, 'sql', { query: 'SELECT 1' })).status).toBe(403);
});

it('gives no row that is larger than an answer may be', async () => {
  const { status, body } = await ask("SELECT printf('%.*c', 20000000, 'x')");
  expect({ status, said: body.error?.message }).toEqual({
    status: 422,
    said: expect.stringContaining('8 MB') as string,
  });
});

it('runs four queries at once, and says so to who asks for another', async () => {
  const stopped = new AbortController();
  const query = 'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  const asked = (): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    const { signal } = stopped;
    const url = 'http://localhost/api/v1/sql';
    const request = new Request(url, { method: 'POST', headers, body: JSON.stringify({ query }), signal });
    return looking.fetch(request, { address: '127.0.0.1' });
  };
  const answers = Array.from({ length: 5 }, asked);
  expect(await Promise.race(answers)).toMatchObject({ status: 429 });
  stopped.abort(new Error('enough'));
  const statuses = (await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([429, 499, 499, 499, 499]);
  expect((await ask('SELECT 1')).body.rows).toEqual([[1]]);
});

it('calls the store by its file alone, whatever is answered, to those who may be elsewhere', async () => {
  const path = join(folder, 'kept', 'told.db');
  mkdirSync(join(folder, 'kept'));
  const cairn = open({ store: sqlite(path), graphs: [errand] });
  const known = studio(cairn, { authenticate: () => ({ name: 'ada', may: 'act' }), onError: () => undefined });
  const here = studio(cairn, { onError: () => undefined });
  expect((await get<Meta>(known, 'meta')).body.store).toBe('sqlite told.db');
  expect((await get<Meta>(here, 'meta')).body.store).toBe(`sqlite ${path}`);
  const refusals = async () =>
    JSON.stringify([
      await get(known, 'threads/nobody'),
      await get(known, 'graphs/none'),
      await get(known, 'threads'),
      await post(known, 'threads/nobody/cancel', {}),
      await post(known, 'bulk', { action: 'cancel', threads: ['nobody'] }),
      await post(known, 'threads', { graph: 'errand', input: { what: 'tea' } }),
    ]);
  const told = [await refusals()];
  writeFileSync(`${path}.new`, 'This is no database. '.repeat(1_000));
  renameSync(`${path}.new`, path);
  while ((await get(known, 'threads')).status === 200);
  told.push(await refusals());
  expect(told[1]).toContain('store/replaced');
  for (const each of told) {
    expect(each).toContain('told.db');
    expect(each).not.toContain('kept');
  }
  await Promise.all([known.close(), here.close(), Promise.allSettled([cairn.close()])]);
});

it('tells where the file is to those on this machine alone', async () => {
  const queries = [
    'SELECT file FROM pragma_database_list',
    'PRAGMA database_list',
    'select * from "PRAGMA_database_LIST"',
  ];
  const known = studio(store, { authenticate: () => ({ name: 'ada', may: 'act' }) });
  for (const query of queries) {
    const { status, body } = await post<Refusal>(known, 'sql', { query });
    expect({ status, text: JSON.stringify(body) }).toEqual({
      status: 422,
      text: expect.not.stringContaining(folder) as string,
    });
  }
  expect(JSON.stringify((await ask(queries[0] ?? '')).body)).toContain('errands.db');
  expect((await post<SqlResult>(known, 'sql', { query: 'SELECT count(*) AS n FROM thread' })).body.rows).toEqual([[3]]);
  await known.close();
});
