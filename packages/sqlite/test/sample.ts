import { hashOf, type Blob, type NewThread, type StoredRow } from '@cairn/core/store';

/** Some day, in milliseconds since 1970. */
export const noon = 1_750_000_000_000;

/** A row like those that a driver writes. */
export function row(seq: number, changes: string = JSON.stringify({ count: { add: seq } })): StoredRow {
  const absent = { label: null, detail: null };
  return { seq, time: noon + seq, lane: '', cause: 'done', from: 'a', to: 'b', phase: 'running', changes, ...absent };
}

/** Rows `first` to `last`. */
export function rows(first: number, last: number): readonly StoredRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => row(first + index));
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
