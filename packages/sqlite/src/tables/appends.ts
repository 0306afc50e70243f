import {
  acceptCommit,
  acceptSent,
  acceptThread,
  follow,
  problem,
  type Brings,
  type Commit,
  type NewThread,
  type StoredRow,
  type ThreadUpdate,
  fenceAfter,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from '../file/at-once.ts';
import { writeItems } from './items.ts';
import { leaveOne, type Left } from './messages.ts';
import { addOutputs } from './outputs.ts';
import { lastSeq, rowId } from '../sums/row-id.ts';
import { newRecord } from './new-record.ts';
import { partSum } from '../sums/record-sum.ts';
import { rowsAtOnce } from './sql.ts';
import { rowSum, textSum } from '../sums/sum.ts';
import type { KeptRow } from '../sums/sound.ts';
import type { StandingRow, Statements } from './statements.ts';

/**
 * How threads are created and added to; every call is one transaction, or a part of the one that is under way.
 *
 * 1. A row goes to the thread that the commit names: its id, and when it was created, are held in the statement that writes.
 * 2. A number that is remembered only spares a look-up: the statement that writes checks whose it is.
 */
export interface Appends {
  readonly create: (thread: NewThread) => boolean;
  readonly commit: (commit: Commit) => 'ok' | 'stale';
  /** Forgets what was remembered in a transaction that was taken back. */
  readonly forget: () => void;
}

/** How many thread numbers are remembered, so that a commit need not look one up. */
const remembered = 10_000;

/** Thrown inside a transaction to take back what it did. */
const stale = new Error('stale');

/** Makes {@link Appends} on a database. */
export function appends(db: Database, store: string, statements: Statements, left: Left): Appends {
  const numbers = new Map<string, number>();
  const createAtOnce = atOnce(db, (thread: NewThread) => create(store, statements, thread));
  const commitAtOnce = atOnce(db, (commit: Commit, known?: number) => commitAll(store, statements, commit, known));

  const remember = (thread: string, number: number): void => {
    if (numbers.size >= remembered) numbers.delete(numbers.keys().next().value as string);
    numbers.set(thread, number);
  };

  return {
    create(thread) {
      const number = createAtOnce(thread);
      if (number !== undefined) remember(thread.id, number);
      return number !== undefined;
    },
    commit(commit) {
      acceptCommit(store, commit);
      const number = numbers.get(commit.thread);
      const row = onlyRow(commit);
      if (number !== undefined && row !== undefined && appendOne(statements, number, commit, row)) return 'ok';
      try {
        remember(commit.thread, commitAtOnce(commit, number));
        if (commit.begins !== undefined || commit.posts !== undefined) left.count += 1;
        return 'ok';
      } catch (error) {
        numbers.delete(commit.thread);
        if (error === stale) return 'stale';
        throw error;
      }
    },
    forget: () => numbers.clear(),
  };
}

/** The row of a commit that is nothing else, which one statement can append. */
function onlyRow(commit: Commit): StoredRow | undefined {
  const { rows, takes, snapshot, blobs, update, consumed, begins, posts, outputs, items } = commit;
  if (rows.length !== 1 || takes || snapshot || update || outputs || items) return undefined;
  if (blobs?.length || consumed?.length || begins?.length || posts?.length) return undefined;
  return rows[0];
}

/** Appends one row; `false` where the number is another thread's, the fence is another, the row before it is missing, or it is there already. */
function appendOne({ append }: Statements, number: number, commit: Commit, row: StoredRow): boolean {
  if (row.seq > lastSeq) return false;
  const id = rowId(number, row.seq);
  const { thread, fence, created = null } = commit;
  const { time, lane, cause, from, to, phase, label, changes, detail } = row;
  const sum = rowSum(id, row);
  const { changes: count } = append.run(
    id,
    number,
    fence,
    thread,
    created,
    id - 1,
    time,
    lane,
    cause,
    from,
    to,
    phase,
    label,
    changes,
    detail,
    sum,
  );
  return count === 1;
}

/** Creates a thread and returns its number; undefined where its id is taken. */
function create(store: string, statements: Statements, thread: NewThread): number | undefined {
  const origin = acceptedOrigin(store, statements, thread);
  if (origin === 'taken') return undefined;
  const added = statements.addThread.run(newRecord(thread, origin));
  if (added.changes === 0) return undefined;
  const number = Number(added.lastInsertRowid);
  // A fork of a thread whose history was cut has what was left of it, though an older fork may keep more.
  if (origin !== undefined && origin.floor > 1) statements.setFloor.run({ floor: origin.floor, number });
  for (const tag of thread.tags) statements.addTag.run(tag, thread.created, number);
  addRows(store, statements, thread, { number, before: thread.origin?.seq ?? 0 });
  if (thread.brings !== undefined) addRest(store, statements, thread, thread.brings, number);
  return number;
}

/** The rest of a thread that comes from elsewhere, in the transaction that creates it. */
function addRest(
  store: string,
  statements: Statements,
  { id, rows }: NewThread,
  { first, updated, more, messages, items = [] }: Brings,
  number: number,
): void {
  let before = rows.at(-1)?.seq ?? first - 1;
  for (const part of more) before = addRows(store, statements, part, { number, before });
  for (const { key = null, outcome = null, ...message } of messages) {
    const left = Number(leaveOne(statements, id, { ...message, key }).lastInsertRowid);
    if (outcome !== null) statements.consume.run(outcome, before, textSum(outcome, left), left, number);
  }
  if (items.length > 0) writeItems(statements, items, updated);
  if (first > 1) statements.setFloor.run({ floor: first, number });
  changeFacts(statements, number, { updated, reached: before });
}

/** The origin of a thread that may be created; `taken` where its id is, which is asked only where it may not: the insert finds out itself. */
function acceptedOrigin(store: string, statements: Statements, thread: NewThread): Origin | undefined | 'taken' {
  try {
    const origin = originOf(store, statements, thread);
    acceptThread(store, thread, [origin?.floor ?? 1, origin?.head ?? 0]);
    return origin;
  } catch (error) {
    if (statements.numberOf.get(thread.id) !== undefined) return 'taken';
    throw error;
  }
}

interface Origin {
  readonly number: number;
  readonly head: number;
  readonly floor: number;
}

function originOf(store: string, { standing, line }: Statements, { id, origin }: NewThread): Origin | undefined {
  if (origin === null) return undefined;
  const found = standing.get(origin.thread);
  if (found !== undefined) return { ...found, floor: line.get(origin.thread)?.floor ?? 1 };
  throw problem('store/refused', {
    store,
    what: `Thread "${id}"`,
    found: `forks "${origin.thread}", which does not exist`,
  });
}

/** Puts a commit in and returns the thread's number, known or not; throws {@link stale} where it does not fit. */
function commitAll(store: string, statements: Statements, commit: Commit, known: number | undefined): number {
  const { rows, takes, update, consumed = [] } = commit;
  // Where the first row goes in, the fence and the row before it are as they should be: that spares a read.
  const begun = known !== undefined && beginWith(statements, known, commit);
  const { number, head: before } = begun ? { number: known, head: 0 } : standingFor(statements, commit);
  const head = addRows(store, statements, commit, { number, before, from: begun ? 1 : 0 });
  for (const { id, outcome } of consumed) {
    if (statements.consume.run(outcome, head, textSum(outcome, id), id, number).changes === 0) throw stale;
  }
  if (commit.outputs !== undefined) addOutputs(statements, number, commit.outputs);
  const updated = update === undefined ? undefined : rows.at(-1)?.time;
  const taken = takes && { fence: fenceAfter(commit), owner: takes.owner };
  const reached = rows.length > 0 && (update ?? takes) !== undefined ? head : undefined;
  const facts = factsOf(update ?? {}, { updated, taken, reached });
  if (!changeFacts(statements, number, facts, takes)) throw stale;
  addSent(store, statements, commit);
  if (commit.items !== undefined) writeItems(statements, commit.items, rows.at(-1)?.time ?? 0);
  return number;
}

/** What a commit sends to other threads, in its transaction. */
function addSent(store: string, statements: Statements, commit: Commit): void {
  const { begins = [], posts = [] } = commit;
  if (begins.length + posts.length === 0) return;
  acceptSent(store, commit, (id) => statements.numberOf.get(id) !== undefined);
  for (const thread of begins) create(store, statements, thread);
  for (const { thread, ...message } of posts) leaveOne(statements, thread, message);
}

function beginWith(statements: Statements, number: number, commit: Commit): boolean {
  const { rows } = commit;
  const [first] = rows;
  return first !== undefined && follow(rows, first.seq - 1) && appendOne(statements, number, commit, first);
}

function standingFor(statements: Statements, { thread, fence, created, rows }: Commit): StandingRow {
  const standing = statements.standing.get(thread);
  if (standing === undefined || standing.fence !== fence || !follow(rows, standing.head)) throw stale;
  if (created !== undefined && standing.created !== created) throw stale;
  return standing;
}

/** Adds rows from an index on, a snapshot and blobs to a thread, and returns its head. */
function addRows(
  store: string,
  statements: Statements,
  { rows, snapshot, blobs = [] }: Pick<Commit, 'rows' | 'snapshot' | 'blobs'>,
  { number, before, from = 0 }: { readonly number: number; readonly before: number; readonly from?: number },
): number {
  const head = rows.at(-1)?.seq ?? before;
  if (head > lastSeq) {
    throw problem('store/refused', { store, what: 'A thread', found: `has more than ${lastSeq} checkpoints` });
  }
  let at = from;
  for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce) {
    const values: KeptRow[number][] = [];
    for (let index = at; index < at + rowsAtOnce; index++) addValues(values, number, rows[index] as StoredRow);
    statements.addRows.run(values);
  }
  for (; at < rows.length; at++) statements.addRow.run(addValues([], number, rows[at] as StoredRow));
  if (snapshot !== undefined) {
    const id = rowId(number, snapshot.seq);
    statements.addSnapshot.run(id, snapshot.body, textSum(snapshot.body, id));
  }
  const first = Math.min(rows[0]?.seq ?? head, snapshot?.seq ?? head);
  for (const { hash, body } of blobs) {
    if (statements.hasBlob.get(hash) === undefined) statements.addBlob.run(hash, body);
    statements.useBlob.run(number, first, head, hash);
  }
  return head;
}

/** Adds a row's values, in the order of its columns, to those of others. */
function addValues(values: KeptRow[number][], number: number, row: StoredRow): KeptRow[number][] {
  const { seq, time, lane, cause, from, to, phase, label, changes, detail } = row;
  const id = rowId(number, seq);
  values.push(id, time, lane, cause, from, to, phase, label, changes, detail, rowSum(id, row));
  return values;
}

type Facts = Readonly<Record<string, string | number | null>>;

/** What a commit says of a thread beside its update. */
interface Beside {
  readonly updated: number | undefined;
  readonly taken: { readonly fence: number; readonly owner: string } | undefined;
  readonly reached: number | undefined;
}

/** The columns to change. `owner` is left out where it stays as it is, so that its index needs no upkeep. */
function factsOf({ owner, ...rest }: ThreadUpdate, { updated, taken, reached }: Beside): Facts {
  const facts: Record<string, string | number | null> = rest;
  if (updated !== undefined) facts['updated'] = updated;
  if (taken !== undefined) facts['fence'] = taken.fence;
  if (owner === null && taken === undefined) facts['owner'] = null;
  else if (owner === undefined && taken !== undefined) facts['owner'] = taken.owner;
  if (reached !== undefined) facts['reached'] = reached;
  return facts;
}

/** Changes columns of a thread; `false` where a commit takes it as free, and it is owned, was created at another time, or has a newer message. */
function changeFacts(statements: Statements, number: number, facts: Facts, takes?: Commit['takes']): boolean {
  const columns = Object.keys(facts);
  if (columns.length === 0) return true;
  const { created: free = null, seen = Number.MAX_SAFE_INTEGER } = takes ?? {};
  const values = [...Object.values(facts), partSum(facts), number, free, free, seen];
  return statements.update(columns).run(values).changes === 1;
}
