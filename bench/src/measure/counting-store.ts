import type { Blob, Commit, Found, NewThread, Store, StoredRow, StoredSnapshot, StoredState } from '@cairn/core/store';

/** What a store was asked for. */
export interface Counts {
  commits: number;
  rowsWritten: number;
  rowsRead: number;
  snapshots: number;
  bytesWritten: number;
  bytesRead: number;
  /** Calls of any kind. */
  calls: number;
}

/** A store that counts what it is asked for: the shape of a cost, which no clock is needed for. */
export function countingStore(store: Store): { readonly store: Store; readonly counts: Counts } {
  const counts = { commits: 0, rowsWritten: 0, rowsRead: 0, snapshots: 0, bytesWritten: 0, bytesRead: 0, calls: 0 };
  const counted = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        counts.calls += 1;
        if (name === 'create' || name === 'commit') written(counts, given[0] as NewThread | Commit);
        if (name === 'rows' || name === 'jumps') rowsRead(counts, answer as readonly StoredRow[]);
        if (name === 'snapshot') counts.bytesRead += (answer as StoredSnapshot | undefined)?.body.length ?? 0;
        if (name === 'state') stateRead(counts, answer as StoredState);
        if (name === 'take') takenRead(counts, answer as Found | undefined);
        if (name === 'blobs') blobsRead(counts, answer as readonly Blob[]);
        return answer;
      };
    },
  });
  return { store: counted, counts };
}

function written(counts: Counts, { rows, snapshot, blobs = [] }: NewThread | Commit): void {
  counts.commits += 1;
  counts.rowsWritten += rows.length;
  counts.snapshots += snapshot === undefined ? 0 : 1;
  counts.bytesWritten += bytesOf(rows) + (snapshot?.body.length ?? 0);
  for (const { body } of blobs) counts.bytesWritten += body.length;
}

function rowsRead(counts: Counts, rows: readonly StoredRow[]): void {
  counts.rowsRead += rows.length;
  counts.bytesRead += bytesOf(rows);
}

function takenRead(counts: Counts, found: Found | undefined): void {
  if (found?.isTaken === true && found.state !== undefined) stateRead(counts, found.state);
}

function stateRead(counts: Counts, { snapshot, rows, blobs }: StoredState): void {
  counts.bytesRead += snapshot?.body.length ?? 0;
  rowsRead(counts, rows);
  blobsRead(counts, blobs);
}

function blobsRead(counts: Counts, blobs: readonly Blob[]): void {
  for (const { body } of blobs) counts.bytesRead += body.length;
}

function bytesOf(rows: readonly StoredRow[]): number {
  return rows.reduce((sum, { changes, detail }) => sum + (changes?.length ?? 0) + (detail?.length ?? 0), 0);
}
