import type { Codec } from '../base/value/codec.ts';
import { problem } from '../base/problem/problem.ts';
import { fold } from '../advance/state/fold.ts';
import type { Row } from '../advance/state/row.ts';
import { emptySnapshot, type Snapshot } from '../advance/state/snapshot.ts';
import { followsUnsaid, unsaidTurn } from '../advance/state/unsaid-turn.ts';
import type { Writable } from '../base/writable.ts';
import { follow } from './contract/accept.ts';
import { blobsIn, readRows, type ReadBlob } from './text/row-text.ts';
import { readSnapshot } from './text/snapshot-text.ts';
import type { Blob, RowQuery, Store, StoredRow, StoredState } from './contract/store.ts';
import { afterSnapshot, freshLog, withRow, type Upkeep } from './text/upkeep.ts';

/** A thread's state as read, and how much was read beyond the last stored snapshot. */
export interface Loaded {
  readonly snapshot: Snapshot;
  /** Where its log stands since the snapshot that reading began with. */
  readonly upkeep: Upkeep;
}

/** How values are read. */
export interface Reading {
  readonly codec: Codec;
  /** Instances of classes without a codec are shown as they are stored. */
  readonly lenient?: boolean;
}

/** A thread's state at a checkpoint, its newest by default: the last snapshot with the rows since. */
export async function load(store: Store, thread: string, reading: Reading, seq?: number): Promise<Loaded> {
  return readState(store.name, thread, await store.state(thread, seq), reading);
}

/** The last snapshot up to a checkpoint, and the rows that lead from there to it. */
export async function loadSince(store: Store, thread: string, reading: Reading, seq?: number): Promise<Since> {
  return readSince(store.name, thread, await store.state(thread, seq), reading);
}

/** A state and the rows since, with where its log stands after them. */
export interface Since {
  readonly start: Snapshot;
  readonly rows: readonly Row[];
  readonly upkeep: Upkeep;
}

/** A thread's state out of what is stored of it. */
export function readState(store: string, thread: string, stored: StoredState, reading: Reading): Loaded {
  const { start, rows, upkeep } = readSince(store, thread, stored, reading);
  return { snapshot: fold(start, rows), upkeep };
}

function readSince(store: string, thread: string, stored: StoredState, { codec, lenient }: Reading): Since {
  const { snapshot, rows: texts } = stored;
  const before = snapshot?.seq ?? 0;
  if (!follow(texts, before)) {
    throw problem('store/corrupt', { store, found: `thread "${thread}" has not every checkpoint after ${before}` });
  }
  const blob = readFrom(stored.blobs);
  const start = snapshot === undefined ? emptySnapshot(thread) : readSnapshot(thread, snapshot, codec, blob, lenient);
  const rows = readRows(texts, codec, blob, lenient);
  const apart = (...parts: readonly string[]): number => {
    if (stored.blobs.length === 0) return 0;
    return parts.flatMap(blobsIn).reduce((sum, hash) => sum + blob(hash).length, 0);
  };
  let upkeep =
    snapshot === undefined
      ? freshLog
      : afterSnapshot(snapshot.body.length + apart(snapshot.body), start.lanes.all().length);
  for (const [index, row] of rows.entries()) {
    const text = texts[index] as StoredRow;
    upkeep = withRow(upkeep, row, text, apart(...textsOf(text)));
  }
  return { start, rows, upkeep };
}

/** A thread's rows, read. */
export async function loadRows(
  store: Store,
  thread: string,
  reading: Reading,
  query: RowQuery = {},
): Promise<readonly Row[]> {
  const read = await pageOf(store, thread, reading, query);
  if (read.some(({ turn }) => turn === 0)) await tellTurns(store, thread, reading, read);
  return query.newestFirst === true ? read.toReversed() : read;
}

/** Rows in order; the turn of one is 0 where it takes what came before the first to tell. */
async function pageOf(
  store: Store,
  thread: string,
  reading: Reading,
  query: RowQuery,
): Promise<readonly Writable<Row>[]> {
  const rows = await store.rows(thread, query);
  const blob = await blobsOf(store, rows.flatMap(textsOf));
  return readRows(query.newestFirst === true ? rows.toReversed() : rows, reading.codec, blob, reading.lenient);
}

/** So many rows are looked back at a time for where a turn began. */
const lookBack = 64;

/** Tells rows their turns that do not say them; where the input was cut off, the first row that is kept stands for it. */
async function tellTurns(
  store: Store,
  thread: string,
  reading: Reading,
  rows: readonly Writable<Row>[],
): Promise<void> {
  for (const [index, row] of rows.entries()) {
    if (row.turn !== 0) continue;
    const last = rows[index - 1] ?? (await rowBefore(store, thread, reading, row));
    const isKnown = unsaidTurn(row) === 'before';
    const follows = last !== undefined && (isKnown || (await wasFollowing(store, thread, reading, row, last)));
    row.turn = follows ? last.turn : row.seq;
  }
}

/** The row before another, with its turn. */
async function rowBefore(store: Store, thread: string, reading: Reading, { seq }: Row): Promise<Row | undefined> {
  if (seq === 1) return undefined;
  const page = await pageOf(store, thread, reading, { to: seq - 1, limit: lookBack, newestFirst: true });
  if (page.at(-1)?.turn === 0) await tellTurns(store, thread, reading, page);
  return page.at(-1);
}

/** Whether a row that was recorded before rows said their turns follows from the one before it. */
async function wasFollowing(store: Store, thread: string, reading: Reading, row: Row, last: Row): Promise<boolean> {
  const isByState = row.cause !== 'resume';
  const before = isByState ? (await load(store, thread, reading, last.seq)).snapshot : emptySnapshot(thread);
  return followsUnsaid(row, last, before);
}

function textsOf({ changes, detail }: StoredRow): readonly string[] {
  return [changes ?? '', detail ?? ''];
}

/** The blobs that texts refer to, read ahead. */
async function blobsOf(store: Store, texts: readonly string[]): Promise<ReadBlob> {
  const hashes = new Set(texts.flatMap(blobsIn));
  return readFrom(hashes.size === 0 ? [] : await store.blobs([...hashes]));
}

function readFrom(blobs: readonly Blob[]): ReadBlob {
  const bodies = new Map(blobs.map(({ hash, body }) => [hash, body]));
  return (hash) => {
    const body = bodies.get(hash);
    if (body !== undefined) return body;
    throw problem('value/unreadable', { path: 'state', found: `the value with hash ${hash} is missing` });
  };
}
