import { foldRow } from '../advance/fold.ts';
import { draftOf, emptySnapshot, type Draft } from '../advance/snapshot.ts';
import { blobsIn, readRow, type ReadBlob } from '../store/row-text.ts';
import { readSnapshot, unreadKey, writeSnapshot } from '../store/snapshot-text.ts';
import type { Blob, Commit, StoredRow, StoredSnapshot } from '../store/store.ts';
import { bare } from './part-of-log.ts';
import type { Exported } from './read-export.ts';

/** How many rows are written at a time. */
const pageSize = 1_000;

/** So much text of rows is cheap to fold, whatever the state's size. */
const cheap = 64 * 1024;

/** Rows that are written together. */
export type Batch = Pick<Commit, 'rows' | 'snapshot' | 'blobs'>;

/**
 * The rows of an exported thread as they are written, the last one alone: a thread is never seen whole before it is. A
 * snapshot is added where reading would have to fold more than it returns.
 */
export function* batchesOf({ rows, snapshots, blobs }: Exported): Generator<Batch, void, undefined> {
  const state = new StateSoFar((hash) => blobs.get(hash)?.body ?? '');
  const first = rows[0]?.seq ?? 1;
  if (first > 1) yield { rows: forgotten(first - 1) };
  let page: StoredRow[] = [];
  for (const [index, row] of rows.entries()) {
    page.push(row);
    const given = snapshots.get(row.seq);
    state.take(row, given);
    if (given === undefined && page.length < pageSize && index < rows.length - 2) continue;
    const made = given === undefined ? state.snapshotIfDue() : { snapshot: given, blobs: [] };
    const texts = [made?.snapshot.body, ...page.flatMap(({ changes, detail }) => [changes, detail])];
    yield { rows: page, ...made, blobs: [...used(texts, blobs), ...(made?.blobs ?? [])] };
    page = [];
  }
}

/** Stands for checkpoints that were dropped before the export, so that the others keep their numbers; dropped again. */
function forgotten(count: number): readonly StoredRow[] {
  const absent = { to: null, label: null, changes: null, detail: null };
  const row = { time: 0, lane: '', cause: 'start', from: '', phase: 'running', ...absent };
  return Array.from({ length: count }, (_, index) => ({ seq: index + 1, ...row }));
}

function used(texts: readonly (string | null | undefined)[], blobs: ReadonlyMap<string, Blob>): readonly Blob[] {
  const hashes = new Set(texts.flatMap((text) => blobsIn(text ?? '')));
  return [...hashes].map((hash) => blobs.get(hash)).filter((blob) => blob !== undefined);
}

/** The state of the thread after the rows so far. */
class StateSoFar {
  readonly #blob: ReadBlob;
  #draft: Draft = draftOf(emptySnapshot(''));
  /** Lengths of the text of rows since the last snapshot, and of that snapshot. */
  #since = 0;
  #last = 0;

  constructor(blob: ReadBlob) {
    this.#blob = blob;
  }

  take(row: StoredRow, given: StoredSnapshot | undefined): void {
    if (given === undefined) {
      foldRow(this.#draft, readRow(row, bare.codec, this.#blob, true));
      this.#since += (row.changes?.length ?? 0) + (row.detail?.length ?? 0);
    } else {
      this.#draft = draftOf(readSnapshot('', given, bare.codec, this.#blob, true));
      this.#since = 0;
      this.#last = given.body.length;
    }
  }

  snapshotIfDue(): { readonly snapshot: StoredSnapshot; readonly blobs: readonly Blob[] } | undefined {
    if (this.#since < Math.max(cheap, this.#last) || unreadKey(this.#draft) !== undefined) return undefined;
    const blobs: Blob[] = [];
    const body = writeSnapshot(this.#draft, bare.codec, blobs);
    this.#since = 0;
    this.#last = body.length;
    return { snapshot: { seq: this.#draft.seq, body }, blobs };
  }
}
