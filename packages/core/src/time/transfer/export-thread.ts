import { problem } from '../../base/problem/problem.ts';
import { blobsIn } from '../../store/text/row-text.ts';
import type { ItemQuery } from '../../store/contract/item.ts';
import type { Message, Store, StoredRow, ThreadRecord } from '../../store/contract/store.ts';
import { exportFormat, writeLine, type ExportedThread } from './export-line.ts';
import { recordOf } from '../../store/records.ts';
import { refusedIn } from '../read/left-messages.ts';
import { isJump } from '../read/jumps.ts';
import { firstSeq } from '../read/part-of-log.ts';

/** How many rows are read at a time. */
const pageSize = 1_000;

/**
 * A thread as lines of JSON: what is known of it, its plans, every checkpoint with the values kept apart, queued
 * messages, what came of those under an id, and what side tables have of it. The past that a fork shares becomes its own. Needs no graph, and holds one page of the thread in memory.
 */
export async function* exportThread(store: Store, thread: string): AsyncGenerator<string, void, undefined> {
  const record = await recordOf(store, thread);
  const { length: some } = await store.items({ thread, limit: 1 }, 0);
  yield writeLine({ cairn: 'thread', format: some === 0 ? 1 : exportFormat, thread: factsOf(record) });
  const plans = new Plans(store, record.graph);
  yield* plans.take(record.fingerprint);
  const blobs = new Set<string>();
  let rows = 0;
  for await (const row of rowsOf(store, record)) {
    for (const fingerprint of fingerprintsIn(row)) yield* plans.take(fingerprint);
    yield* blobLines(store, blobs, row.changes, row.detail);
    yield writeLine({ row });
    if (rows === 0 ? row.seq > 1 : isJump(row)) yield* snapshotLines(store, thread, blobs, row.seq);
    rows += 1;
  }
  for (const { body, at, queued, key, outcome } of await messagesOf(store, thread)) {
    const told = { ...(key !== null && { key }), ...(outcome !== null && { outcome }) };
    yield writeLine({ message: { body, at, queued, ...told } });
  }
  yield* itemLines(store, thread);
  yield writeLine({ end: { rows } });
}

/** More messages than a thread has. */
const all = 1_000_000_000;

/** What was sent under an id stays taken, with what came of it, and it stays told what was kept and refused in the end; then what waits. */
async function messagesOf(store: Store, thread: string): Promise<readonly Message[]> {
  const consumed = (await store.consumed(thread, all)).filter(
    (message) => (message.key !== null && !message.key.startsWith('@')) || refusedIn([message]).length > 0,
  );
  return [...consumed.toReversed(), ...(await store.messages(thread))];
}

async function* itemLines(store: Store, thread: string): AsyncGenerator<string, void, undefined> {
  for (let query: ItemQuery = { thread, limit: pageSize }; ;) {
    const items = await store.items(query, 0);
    for (const { table, key, body, until } of items) {
      yield writeLine({ item: { table, key, body, ...(until !== null && { until }) } });
    }
    const after = items.at(-1);
    if (after === undefined) return;
    query = { ...query, after };
  }
}

function factsOf(record: ThreadRecord): ExportedThread {
  const { id, graph, fingerprint, status, due, head, created, updated, tags, origin, summary } = record;
  return { id, graph, fingerprint, status, due, head, created, updated, tags, origin, summary };
}

async function* rowsOf(store: Store, { id, head }: ThreadRecord): AsyncGenerator<StoredRow, void, undefined> {
  for (let from = 1; from <= head;) {
    const rows = await store.rows(id, { from, to: head, limit: pageSize });
    // The history was cut meanwhile: what is left does not follow the lines that were given.
    if (rows.length === 0 || (from > 1 && rows[0]?.seq !== from))
      throw problem('checkpoint/not-found', { thread: id, seq: from, first: await firstSeq(store, id), head });
    yield* rows;
    from = (rows.at(-1) as StoredRow).seq + 1;
  }
}

function fingerprintsIn({ cause, detail }: StoredRow): readonly string[] {
  if (cause !== 'migrate' || detail === null) return [];
  const { note = {} } = JSON.parse(detail) as { note?: { fingerprint?: string; from?: string } };
  return [note.from, note.fingerprint].filter((fingerprint) => fingerprint !== undefined);
}

async function* blobLines(
  store: Store,
  written: Set<string>,
  ...texts: readonly (string | null)[]
): AsyncGenerator<string, void, undefined> {
  const hashes = texts.flatMap((text) => blobsIn(text ?? '')).filter((hash) => !written.has(hash));
  if (hashes.length === 0) return;
  const blobs = new Map((await store.blobs(hashes)).map((blob) => [blob.hash, blob]));
  for (const hash of new Set(hashes)) {
    const blob = blobs.get(hash);
    if (blob === undefined)
      throw problem('value/unreadable', { path: 'state', found: `the value with hash ${hash} is missing` });
    written.add(hash);
    yield writeLine({ blob });
  }
}

async function* snapshotLines(
  store: Store,
  thread: string,
  blobs: Set<string>,
  seq: number,
): AsyncGenerator<string, void, undefined> {
  const snapshot = await store.snapshot(thread, seq);
  if (snapshot?.seq !== seq) return;
  yield* blobLines(store, blobs, snapshot.body);
  yield writeLine({ snapshot });
}

/** The plans that a thread ran with, each written once. */
class Plans {
  readonly #store: Store;
  readonly #graph: string;
  readonly #written = new Set<string>();

  constructor(store: Store, graph: string) {
    this.#store = store;
    this.#graph = graph;
  }

  async *take(fingerprint: string): AsyncGenerator<string, void, undefined> {
    if (this.#written.has(fingerprint)) return;
    this.#written.add(fingerprint);
    const body = await this.#store.plan(fingerprint);
    if (body !== undefined) yield writeLine({ plan: { fingerprint, graph: this.#graph, body } });
  }
}
