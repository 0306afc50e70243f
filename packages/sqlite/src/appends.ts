import {
  acceptCommit,
  acceptThread,
  follow,
  problem,
  type Commit,
  type NewThread,
  type StoredRow,
  type ThreadUpdate,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from './at-once.ts';
import { lastSeq, rowId } from './row-id.ts';
import type { NewThreadRow, RowValues, Statements } from './statements.ts';

/** How threads are created and added to; every call is one transaction, or a part of the one that is under way. */
export interface Appends {
  readonly create: (thread: NewThread) => boolean;
  readonly commit: (commit: Commit) => 'ok' | 'stale';
}

/** How many thread numbers are remembered, so that a commit need not look one up. */
const remembered = 10_000;

/** Thrown inside a transaction to take back what it did. */
const stale = new Error('stale');

/** Makes {@link Appends} on a database. */
export function appends(db: Database, store: string, statements: Statements): Appends {
  const numbers = new Map<string, number>();
  const createAtOnce = atOnce(db, (thread: NewThread) => create(store, statements, thread));
  const commitAtOnce = atOnce(db, (commit: Commit) => commitAll(store, statements, commit));

  const remember = (thread: string, number: number): void => {
    if (numbers.size >= remembered)
      for (const [oldest] of numbers) {
        numbers.delete(oldest);
        break;
      }
    numbers.set(thread, number);
  };

  return {
    create: (thread) => createAtOnce(thread),
    commit(commit) {
      acceptCommit(store, commit);
      const number = numbers.get(commit.thread);
      const row = onlyRow(commit);
      if (number !== undefined && row !== undefined && appendOne(statements, number, commit.fence, row)) return 'ok';
      try {
        remember(commit.thread, commitAtOnce(commit));
        return 'ok';
      } catch (error) {
        numbers.delete(commit.thread);
        if (error === stale) return 'stale';
        throw error;
      }
    },
  };
}

/** The row of a commit that is nothing else, which one statement can append. */
function onlyRow({ rows, snapshot, blobs, update, consumed }: Commit): StoredRow | undefined {
  const alone = snapshot === undefined && update === undefined && !blobs?.length && !consumed?.length;
  return alone && rows.length === 1 ? rows[0] : undefined;
}

/** Whether the row went in: the fence held, the row before it was there, and it was not. */
function appendOne({ append }: Statements, number: number, fence: number, row: StoredRow): boolean {
  if (row.seq > lastSeq) return false;
  const id = rowId(number, row.seq);
  const { time, lane, cause, from, to, phase, label, changes, detail } = row;
  return (
    append.run(id, number, fence, id - 1, time, lane, cause, from, to, phase, label, changes, detail).changes === 1
  );
}

function create(store: string, statements: Statements, thread: NewThread): boolean {
  if (statements.numberOf.get(thread.id) !== undefined) return false;
  const origin = originOf(store, statements, thread);
  acceptThread(store, thread, [origin?.floor ?? 1, origin?.head ?? 0]);
  const added = statements.addThread.run(newThreadRow(thread, origin?.number ?? null));
  const number = Number(added.lastInsertRowid);
  for (const tag of thread.tags) statements.addTag.run(tag, thread.created, number);
  addRows(store, statements, thread, number, thread.origin?.seq ?? 0);
  return true;
}

function originOf(
  store: string,
  { standing, line }: Statements,
  { id, origin }: NewThread,
): { number: number; head: number; floor: number } | undefined {
  if (origin === null) return undefined;
  const found = standing.get(origin.thread);
  if (found !== undefined) return { ...found, floor: line.get(origin.thread)?.floor ?? 1 };
  throw problem('store/refused', {
    store,
    what: `Thread "${id}"`,
    found: `forks "${origin.thread}", which does not exist`,
  });
}

function newThreadRow(thread: NewThread, origin: number | null): NewThreadRow {
  const { id, graph, fingerprint, status, due, created, owner, summary } = thread;
  const originId = thread.origin?.thread ?? null;
  const originSeq = thread.origin?.seq ?? null;
  const tags = thread.tags.length === 0 ? null : JSON.stringify(thread.tags);
  return { id, graph, fingerprint, status, due, created, owner, summary, tags, origin, originId, originSeq };
}

/** Puts a commit in and returns the thread's number; throws {@link stale} where it does not fit. */
function commitAll(store: string, statements: Statements, commit: Commit): number {
  const { rows, update, consumed = [] } = commit;
  const standing = statements.standing.get(commit.thread);
  if (standing === undefined || standing.fence !== commit.fence || !follow(rows, standing.head)) throw stale;
  const { number, created } = standing;
  const head = addRows(store, statements, commit, number, standing.head);
  for (const { id, outcome } of consumed) {
    if (statements.consume.run(outcome, head, id, number).changes === 0) throw stale;
  }
  if (update !== undefined) applyUpdate(statements, number, created, update, rows);
  return number;
}

/** Adds rows, a snapshot and blobs to a thread, and returns its head. */
function addRows(
  store: string,
  statements: Statements,
  { rows, snapshot, blobs = [] }: Pick<Commit, 'rows' | 'snapshot' | 'blobs'>,
  number: number,
  before: number,
): number {
  const head = rows.at(-1)?.seq ?? before;
  if (head > lastSeq) {
    throw problem('store/refused', { store, what: 'A thread', found: `has more than ${lastSeq} checkpoints` });
  }
  for (const row of rows) statements.addRow.run(...valuesOf(number, row));
  if (snapshot !== undefined) statements.addSnapshot.run(rowId(number, snapshot.seq), snapshot.body);
  const first = Math.min(rows[0]?.seq ?? head, snapshot?.seq ?? head);
  for (const { hash, body } of blobs) {
    if (statements.hasBlob.get(hash) === undefined) statements.addBlob.run(hash, body);
    statements.useBlob.run(number, first, head, hash);
  }
  return head;
}

function valuesOf(number: number, row: StoredRow): RowValues {
  const { seq, time, lane, cause, from, to, phase, label, changes, detail } = row;
  return [rowId(number, seq), time, lane, cause, from, to, phase, label, changes, detail];
}

function applyUpdate(
  statements: Statements,
  number: number,
  created: number,
  { tags, ...facts }: ThreadUpdate,
  rows: readonly StoredRow[],
): void {
  const updated = rows.at(-1)?.time;
  const values = { ...facts, ...(updated !== undefined && { updated }), ...(tags && { tags: JSON.stringify(tags) }) };
  const columns = Object.keys(values);
  if (tags !== undefined) statements.dropTags.run(number);
  if (columns.length > 0) statements.update(columns).run({ ...values, number });
  for (const tag of tags ?? []) statements.addTag.run(tag, created, number);
}
