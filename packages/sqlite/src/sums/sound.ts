import { hashOf, problem, type StoredRow } from '@cairn/core/store';
import { seqOf } from './row-id.ts';
import { rowSum, textSum } from './sum.ts';

/** A row as it is in the file; one that is damaged may have lost its sum. */
export type KeptRow = [
  id: number,
  time: number,
  lane: string,
  cause: string,
  from: string,
  to: string | null,
  phase: string,
  label: string | null,
  changes: string | null,
  detail: string | null,
  sum: number | null,
];

/** The columns of a row between its id and its sum. */
export const rowColumns = 'time, lane, cause, "from", "to", phase, label, changes, detail';

/** A row out of its values. */
export function rowOf([id, time, lane, cause, from, to, phase, label, changes, detail]: KeptRow): StoredRow {
  return { seq: seqOf(id), time, lane, cause, from, to, phase, label, changes, detail };
}

/** Whether a row is what was written, as far as its sum tells. */
export function isRowSound(kept: KeptRow, row: StoredRow): boolean {
  return kept[10] === rowSum(kept[0], row);
}

/** Whether a text is what was written, as far as the sum tells that it has with other facts. */
export function isTextSound(sum: number | null, body: string, ...facts: readonly (string | number)[]): boolean {
  return typeof body === 'string' && sum === textSum(body, ...facts);
}

/** A row that is read, where it is what was written; else a problem `store/corrupt`. */
export function soundRow(store: string, thread: string, kept: KeptRow): StoredRow {
  const row = rowOf(kept);
  if (!isRowSound(kept, row)) throw damaged(store, `checkpoint ${row.seq} of "${thread}"`);
  return row;
}

/** A text that is read, where it and the facts beside it are what was written; else a problem `store/corrupt`. */
export function soundText(
  store: string,
  what: string,
  sum: number | null,
  body: string,
  ...facts: readonly (string | number)[]
): string {
  if (!isTextSound(sum, body, ...facts)) throw damaged(store, what);
  return body;
}

/** A value that is kept apart, where it has the hash that it is kept under; else a problem `store/corrupt`. */
export function soundBlob(store: string, hash: string, body: string): string {
  if (typeof body !== 'string' || hashOf(body) !== hash) throw damaged(store, `the value with hash ${hash}`);
  return body;
}

function damaged(store: string, what: string): Error {
  return problem('store/corrupt', { store, found: `${what} is not what was written` });
}
