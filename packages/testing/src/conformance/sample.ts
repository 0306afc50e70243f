import assert from 'node:assert/strict';
import {
  hashOf,
  type Blob,
  type Commit,
  type NewThread,
  type Store,
  type StoredRow,
  type StoredSnapshot,
  type ThreadRecord,
} from '@cairn/core/store';

/** When the threads of the kit begin: some day, in milliseconds since 1970. */
export const noon = 1_750_000_000_000;

/** A row like those that a driver writes; its time is `seq` milliseconds after {@link noon}. */
export function row(seq: number, facts: Partial<StoredRow> = {}): StoredRow {
  const changes = JSON.stringify({ count: { add: seq } });
  const absent = { label: null, detail: null };
  return {
    seq,
    time: noon + seq,
    lane: '',
    cause: 'done',
    from: 'a',
    to: 'b',
    phase: 'running',
    changes,
    ...absent,
    ...facts,
  };
}

/** Rows `first` to `last`. */
export function rows(first: number, last: number): readonly StoredRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => row(first + index));
}

/** A snapshot at a checkpoint. */
export function snapshotAt(seq: number): StoredSnapshot {
  return { seq, body: JSON.stringify({ at: seq }) };
}

/** A value as it is kept apart. */
export function blobOf(body: string): Blob {
  return { hash: hashOf(body), body };
}

/** A running thread with one row that nobody drives. */
export function newThread(id: string, facts: Partial<NewThread> = {}): NewThread {
  const nothing = { due: null, owner: null, tags: [], origin: null, summary: null };
  const plan = { graph: 'orders', fingerprint: 'f1' };
  return { id, ...plan, status: 'running', created: noon, ...nothing, rows: [row(1)], ...facts };
}

/** Creates a thread that must not exist yet. */
export async function given(store: Store, id: string, facts: Partial<NewThread> = {}): Promise<void> {
  assert.equal(await store.create(newThread(id, facts)), true, `thread "${id}" is created`);
}

/** Creates a thread with rows 1 to `last`. */
export async function givenRows(store: Store, id: string, last: number): Promise<void> {
  await given(store, id, { rows: rows(1, last) });
}

/** Forks a checkpoint of a thread, with no rows of its own unless they are given. */
export async function givenFork(
  store: Store,
  id: string,
  of: string,
  seq: number,
  own: readonly StoredRow[] = [],
): Promise<void> {
  await given(store, id, { origin: { thread: of, seq }, rows: own });
}

/** Commits what must go in. */
export async function added(store: Store, commit: Partial<Commit> & { readonly thread: string }): Promise<void> {
  assert.equal(await store.commit({ fence: 1, rows: [], ...commit }), 'ok', 'the commit is taken');
}

/** Checks that a commit is refused as stale. */
export async function isStale(store: Store, commit: Partial<Commit> & { readonly thread: string }): Promise<void> {
  assert.equal(await store.commit({ fence: 1, rows: [], ...commit }), 'stale', 'the commit is stale');
}

/** The record of a thread that must be there. */
export async function known(store: Store, id: string): Promise<ThreadRecord> {
  const record = await store.thread(id);
  assert.ok(record, `thread "${id}" is there`);
  return record;
}

/** The seqs of the rows that a thread reads. */
export async function seqs(store: Store, thread: string, query = {}): Promise<readonly number[]> {
  return (await store.rows(thread, query)).map(({ seq }) => seq);
}

/** Checks that something is refused with a problem of this code. */
export async function isRefused(code: string, action: () => unknown): Promise<void> {
  await assert.rejects(
    async () => await action(),
    (error: unknown) => error instanceof Error && 'code' in error && error.code === code,
    `it is refused with ${code}`,
  );
}

/** The numbers `first` to `last`. */
export function span(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** What is kept under a hash. */
export async function bodyOf(store: Store, hash: string): Promise<string | undefined> {
  return (await store.blobs([hash]))[0]?.body;
}
