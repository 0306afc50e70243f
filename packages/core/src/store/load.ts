import type { Codec } from '../base/value/codec.ts';
import { problem } from '../base/problem/problem.ts';
import { fold } from '../advance/state/fold.ts';
import type { Row } from '../advance/state/row.ts';
import { emptySnapshot, type Snapshot } from '../advance/state/snapshot.ts';
import { followsUnsaid, unsaidTurn } from '../advance/state/unsaid-turn.ts';
import type { Writable } from '../base/writable.ts';
import { follow, isJump } from './contract/accept.ts';
import { blobsIn, readRows, type ReadBlob } from './text/row-text.ts';
import { readSnapshot } from './text/snapshot-text.ts';
import type { RowQuery, Store, StoredRow, StoredSnapshot } from './contract/store.ts';
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
  const { start, rows, upkeep } = await loadSince(store, thread, reading, seq);
  return { snapshot: fold(start, rows), upkeep };
}

/** The last snapshot up to a checkpoint, and the rows that lead from there to it. */
export async function loadSince(
  store: Store,
  thread: string,
  reading: Reading,
  seq?: number,
): Promise<{ readonly start: Snapshot; readonly rows: readonly Row[]; readonly upkeep: Upkeep }> {
  const { stored, rows: texts } = await storedUpTo(store, thread, seq);
  const blob = await blobsOf(store, [stored?.body ?? '', ...texts.flatMap(textsOf)]);
  const start =
    stored === undefined ? emptySnapshot(thread) : readSnapshot(thread, stored, reading.codec, blob, reading.lenient);
  const rows = readRows(texts, reading.codec, blob, reading.lenient);
  const apart = (...parts: readonly string[]): number => {
    if (blob === noBlobs) return 0;
    return parts.flatMap(blobsIn).reduce((sum, hash) => sum + blob(hash).length, 0);
  };
  let upkeep =
    stored === undefined ? freshLog : afterSnapshot(stored.body.length + apart(stored.body), start.lanes.all().length);
  for (const [index, row] of rows.entries()) {
    const text = texts[index] as StoredRow;
    upkeep = withRow(upkeep, row, text, apart(...textsOf(text)));
  }
  return { start, rows, upkeep };
}

/**
 * The last snapshot and the rows since. In between, others may have cut the history, or sent the thread back, or brought it
 * to another plan: then a newer snapshot says what the rows do not.
 */
async function storedUpTo(
  store: Store,
  thread: string,
  seq: number | undefined,
): Promise<{ readonly stored: StoredSnapshot | undefined; readonly rows: readonly StoredRow[] }> {
  let stored = await store.snapshot(thread, seq);
  for (;;) {
    const before = stored?.seq ?? 0;
    const rows = await store.rows(thread, { from: before + 1, ...(seq !== undefined && { to: seq }) });
    const isLine = follow(rows, before);
    const newer = isLine && !rows.some(isJump) ? stored : await store.snapshot(thread, seq);
    if (newer?.seq === stored?.seq) {
      if (isLine) return { stored, rows };
      throw problem('store/corrupt', {
        store: store.name,
        found: `thread "${thread}" has not every checkpoint after ${before}`,
      });
    }
    stored = newer;
  }
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

/** Reads what no text refers to. */
const noBlobs: ReadBlob = (hash) => {
  throw new Error(`The value with hash ${hash} was not read ahead.`);
};

/** The blobs that texts refer to, read ahead; {@link noBlobs} where there are none. */
async function blobsOf(store: Store, texts: readonly string[]): Promise<ReadBlob> {
  const hashes = texts.flatMap(blobsIn);
  if (hashes.length === 0) return noBlobs;
  const bodies = new Map<string, string>();
  for (const hash of hashes) {
    if (bodies.has(hash)) continue;
    const body = await store.blob(hash);
    if (body === undefined)
      throw problem('value/unreadable', { path: 'state', found: `the value with hash ${hash} is missing` });
    bodies.set(hash, body);
  }
  return (hash) => bodies.get(hash) as string;
}
