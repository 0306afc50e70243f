import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn } from './cairn.ts';
import { orders } from './orders.ts';

let place: string;
let lost: string;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-damaged-'));
  await orders(place);
  const database = new Sqlite(join(place, 'orders.db'));
  lost = database.prepare<[], string>("SELECT id FROM thread WHERE status = 'waiting'").pluck().get() ?? '';
  database.prepare("UPDATE thread SET status = 'waitong' WHERE id = ?").run(lost);
  database.close();
});

afterAll(() => rmSync(place, { recursive: true }));

test.each([['thread', 'list'], ['thread', 'list', '--tag', 'pen'], ['waiting'], ['failed']])(
  'a list names the thread whose record is damaged beside all others, and exits with 1: %s %s %s %s',
  async (...command) => {
    const args = command.filter((word) => word !== undefined);
    const plain = await cairn(place, args);
    expect(plain).toMatchObject({ code: 1 });
    expect(plain.stderr).toContain(`Not listed, as its record is damaged: "${lost}".`);
    expect(plain.stdout).not.toContain(lost);
    const { code, stdout } = await cairn(place, [...args, '--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { damaged: [lost] }]);
  },
);

test('the integrity check names the thread whose record is damaged', async () => {
  const { code, stdout } = await cairn(place, ['integrity', '--json']);
  const { findings } = JSON.parse(stdout) as { findings: readonly { thread: string }[] };
  expect([code, findings.map(({ thread }) => thread)]).toEqual([1, [lost]]);
});

test.each([
  ['pragma journal_mode=delete', 'reads only'],
  ['', 'Give a query'],
  ['select 1; select 2', 'one query at a time'],
  ['select ?', 'has parameters'],
  ['select id from thread where id = $id', 'has parameters'],
])('a query that "cairn sql" does not do is refused for what it is: %s', async (query, words) => {
  const { code, stderr } = await cairn(place, ['sql', query]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(words) as string]);
});

test.each([
  ['record', 'UPDATE thread SET updated = updated - 1 WHERE number = ?'],
  ['log', "UPDATE checkpoint SET label = 'another' WHERE id / 67108864 = ?"],
])('a thread whose %s is damaged stops no pruning and no replay of others, and can be deleted', async (what, sql) => {
  const apart = folder();
  await orders(apart);
  const database = new Sqlite(join(apart, 'orders.db'));
  const id = 'O-1';
  const number = database.prepare<[string], number>('SELECT number FROM thread WHERE id = ?').pluck().get(id);
  database.prepare(sql).run(number);
  database.close();
  const dry = await cairn(apart, ['prune', '--history', '--status', 'done,waiting', '--dry-run']);
  expect([dry.code, dry.stdout]).toEqual([
    1,
    expect.stringMatching(/^Would cut the histories of 2 of .+\nLeft alone, as something of them is damaged: O-1\. /u),
  ]);
  const replayed = await cairn(apart, ['replay', '--against', join(import.meta.dirname, 'graphs', 'order.ts')]);
  expect([replayed.code, replayed.stderr]).toEqual([1, expect.stringMatching(/^Thread "O-1" cannot be replayed: /u)]);
  expect(replayed.stdout).toMatch(/^4 threads replayed, 0 diverged; 1 cannot be read\.\n$/mu);
  const refused = what === 'log' ? undefined : await cairn(apart, ['thread', 'delete', id]);
  expect(refused?.stderr ?? '--force').toContain('--force');
  expect(await cairn(apart, ['thread', 'delete', id, '--force'])).toMatchObject({ code: 0 });
  expect(await cairn(apart, ['integrity'])).toMatchObject({ code: 0 });
  expect(await cairn(apart, ['prune', '--older-than', '0s'])).toMatchObject({
    code: 0,
    stdout: 'Deleted 1 of 1 thread.\n',
  });
});

test('of a copy in which pruning was tried it is told under the name of the database', async () => {
  const apart = folder();
  await orders(apart);
  const database = new Sqlite(join(apart, 'orders.db'));
  database.exec('DROP INDEX thread_by_graph');
  database.close();
  const { code, stderr } = await cairn(apart, ['prune', '--older-than', '0s', '--dry-run']);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^cairn: sqlite orders\.db is damaged/u)]);
});

test('a replay of all threads names the one that cannot be read, and does not pass for it', async () => {
  const apart = mkdtempSync(join(tmpdir(), 'cairn-damaged-'));
  await orders(apart);
  const database = new Sqlite(join(apart, 'orders.db'));
  const number = database.prepare<[], number>('SELECT min(number) FROM thread').pluck().get();
  database.prepare("UPDATE checkpoint SET label = 'another' WHERE id / 67108864 = ?").run(number);
  database.close();
  const args = ['replay', '--against', join(import.meta.dirname, 'graphs', 'order.ts')];
  const { code, stdout, stderr } = await cairn(apart, args);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Thread ".+" cannot be replayed: /u)]);
  expect(stdout).toMatch(/ threads replayed, 0 diverged; 1 cannot be read\.\n$/u);
  rmSync(apart, { recursive: true });
});

test('a backup of what is damaged is kept, and says so', async () => {
  const { code, stdout, stderr } = await cairn(place, ['backup', 'copy.db']);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^copy\.db {2}/u)]);
  expect(stderr).toContain(`There is 1 thread that is not what was written: ${lost}.`);
  expect(stderr).toContain('is a copy of a database that is damaged');
  const again = await cairn(place, ['backup', 'other.db', '--db', 'orders.db', '--json']);
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([1, { damage: [expect.stringContaining(lost)] }]);
  expect(readdirSync(place).filter((name) => !name.startsWith('orders'))).toEqual(['copy.db', 'other.db']);
});
