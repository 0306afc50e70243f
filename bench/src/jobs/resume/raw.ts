import type { Database, Statement } from 'better-sqlite3';
import type { Given, Job, Measured } from '../../measure/job.ts';
import { drop } from '../../measure/scratch.ts';
import { rawFile } from '../raw-file.ts';
import { copyOf } from './fixture.ts';
import { again } from './again.ts';
import { microseconds } from './stopwatch.ts';

interface Found {
  readonly seq: number;
  readonly state: string;
}

/** The same by hand, where each row holds the whole, small state. */
export const job: Job = (given) => again(given, resumed);

async function resumed(given: Given): Promise<Measured> {
  const file = copyOf(given, 'raw');
  rawFile(file).close();
  let db = undefined as unknown as Database;
  let newest = undefined as unknown as Statement<[string, number], Found>;
  const state = await microseconds(() => {
    db = rawFile(file);
    newest = db.prepare('SELECT * FROM checkpoint WHERE thread = ? ORDER BY seq DESC LIMIT ?');
    JSON.parse(newest.get('t', 1)?.state ?? '');
  });
  const anew = await microseconds(() => JSON.parse(newest.get('t', 1)?.state ?? ''));
  const ten = await microseconds(() => newest.all('t', 10).map((row) => JSON.parse(row.state) as unknown));
  const all = given.size > 10_000 ? {} : { all: await microseconds(() => read(newest, given.size)) };
  const fork = await microseconds(() => {
    const last = newest.get('t', 2);
    const insert = db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?)');
    insert.run('fork', last?.seq, Date.now(), 'step', last?.state);
    const next = JSON.parse(last?.state ?? '') as { n: number };
    insert.run('fork', given.size + 1, Date.now(), 'step', JSON.stringify({ ...next, n: next.n + 1 }));
  });
  db.close();
  drop(file);
  return { state, again: anew, ten, ...all, fork };
}

function read(newest: Statement<[string, number], Found>, size: number): unknown[] {
  return newest.all('t', size).map((row) => JSON.parse(row.state) as unknown);
}
