/**
 * When a snapshot of the whole tree is due.
 *
 * 1. A read folds no more than a small multiple of what it returns, or of {@link least}.
 * 2. All snapshots together stay within a small factor of the changes.
 */

/** Where a thread's log stands since its last snapshot. */
export interface Upkeep {
  /** Bytes of the last snapshot. */
  readonly base: number;
  /** Bytes and rows since. */
  readonly bytes: number;
  readonly rows: number;
  /** Bytes that the state has grown by since, as far as can be told from the changes. */
  readonly growth: number;
}

/** So many bytes of rows are cheap to fold whatever the state's size. */
const least = 4096;

/** What reading a row costs besides its changes, in bytes of changes. */
const perRow = 40;

/** A log that has just begun. */
export const freshLog: Upkeep = { base: 0, bytes: 0, rows: 0, growth: 0 };

/** The log after one more row. */
export function withRow(upkeep: Upkeep, bytes: number, growth: number): Upkeep {
  return { base: upkeep.base, bytes: upkeep.bytes + bytes, rows: upkeep.rows + 1, growth: upkeep.growth + growth };
}

/** Whether the changes since the last snapshot outweigh the state itself. */
export function isSnapshotDue({ base, bytes, rows, growth }: Upkeep): boolean {
  return bytes + rows * perRow > Math.max(least, base + growth);
}
