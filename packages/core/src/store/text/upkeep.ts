/**
 * When a snapshot of the whole tree is due: as soon as what happened since the last one outweighs the state itself.
 *
 * 1. A read folds no more than a small multiple of what it returns, or of {@link least}.
 * 2. All snapshots together stay within a small factor of the changes: between two of them there is as much of these.
 */

import type { Row } from '../../advance/state/row.ts';
import { isPatched, type ToldChange } from '../../base/told-change.ts';
import { payloadMark } from './row-text.ts';
import type { Blob, StoredRow } from '../contract/store.ts';

/** Where a thread's log stands since its last snapshot. */
export interface Upkeep {
  /** Bytes of the first lane's state, as far as can be told from the last snapshot and the changes since. */
  readonly values: number;
  /** Bytes of the other lanes that are open. */
  readonly lanes: number;
  /** How many they are. */
  readonly open: number;
  /** What these lanes have added, which comes to the first lane's state when they meet. */
  readonly added: number;
  /** Bytes and rows since the last snapshot. */
  readonly bytes: number;
  readonly rows: number;
}

/** So many bytes of rows are cheap to fold whatever the state's size. */
const least = 4096;

/** So many times a small state's bytes are folded before it is written again: its snapshots add an eighth at most. */
const times = 8;

/** So many times what a state takes may the rows cost by themselves, whose changes are less: each snapshot would outweigh them. */
const mostRows = 2;

/** The least that a snapshot takes, in bytes. */
const smallest = 256;

/** What reading a row costs besides its changes, in bytes of changes. */
const perRow = 40;

/** What an open lane takes in a snapshot besides what it was opened with, in bytes. */
const perLane = 180;

/** A log that has just begun. */
export const freshLog: Upkeep = { values: 0, lanes: 0, open: 0, added: 0, bytes: 0, rows: 0 };

/** The log after a snapshot of so many bytes, the values it keeps apart included, and so many lanes. */
export function afterSnapshot(bytes: number, lanes: number): Upkeep {
  const others = Math.min(bytes, (lanes - 1) * perLane);
  return { ...freshLog, values: bytes - others, lanes: others, open: lanes - 1 };
}

/** What values that are kept apart take. */
export function bytesOf(apart: readonly Blob[]): number {
  return apart.reduce((sum, { body }) => sum + body.length, 0);
}

/** The log after one more row; `apart` is the bytes of values that the row keeps apart. */
export function withRow(upkeep: Upkeep, row: Row, stored: StoredRow, apart: number): Upkeep {
  const changes = (stored.changes?.length ?? 0) + apart;
  const detail = stored.detail?.length ?? 0;
  const { values, lanes, open, added } = without(goneWith(row), upkeep);
  const so = { bytes: upkeep.bytes + changes + detail, rows: upkeep.rows + 1 };
  const grows = changes * shareThatStays(row) + (keepsPayload(row, stored) ? detail : 0);
  const more = row.opened?.lanes.length ?? 0;
  const opened = row.opened === undefined ? 0 : detail + more * perLane;
  const nowOpen = open + more;
  if (row.lane !== '') return { ...so, values, lanes: lanes + grows + opened, open: nowOpen, added: added + grows };
  if (opened > 0 || !leaves(row)) return { ...so, values: values + grows, lanes: lanes + opened, open: nowOpen, added };
  return { ...so, values: values + grows + added, lanes: 0, open: 0, added: 0 };
}

/** How many of the first lane's lanes, of those that come and go, are gone with a row of its. */
function goneWith({ lane, cause, to, note }: Row): number {
  if (lane !== '' || to !== undefined) return 0;
  if (cause === 'join') return 1;
  return cause === 'open' ? (note?.cancelled?.length ?? 0) : 0;
}

/** The log without so many of the lanes that are open, each with its share. */
function without(gone: number, upkeep: Upkeep): Upkeep {
  const { lanes, open, added } = upkeep;
  if (gone === 0 || open === 0) return upkeep;
  const left = Math.max(0, open - gone);
  return { ...upkeep, lanes: (lanes * left) / open, added: (added * left) / open, open: left };
}

/** Whether a row of the first lane ends what the lane had opened. */
function leaves({ to, cause }: Row): boolean {
  return to !== undefined || cause === 'done' || cause === 'attempt' || cause === 'cancel';
}

/** The share of a row's changes that the state grows by: what is appended stays, what is set takes another's place. */
function shareThatStays({ changes }: Row): number {
  let all = 0;
  let staying = 0;
  for (const key in changes) {
    all += 1;
    if (stays(changes[key] as ToldChange)) staying += 1;
  }
  return all === 0 ? 0 : staying / all;
}

function stays(change: ToldChange): boolean {
  return 'append' in change || (isPatched(change) && change.patch.some((edit) => 'splice' in edit));
}

/** Whether the state grows by the payload of an event, which stands in the row once, beside the changes. */
function keepsPayload(row: Row, { changes: text }: StoredRow): boolean {
  if (row.cause !== 'event' || text?.includes(payloadMark) !== true) return false;
  const share = shareThatStays(row);
  if (share === 0 || share === 1) return share === 1;
  const written = Object.values(JSON.parse(text) as Readonly<Record<string, unknown>>);
  return Object.values(row.changes ?? {}).some(
    (change, at) => stays(change) && JSON.stringify(written[at]).includes(payloadMark),
  );
}

/**
 * Whether the changes since the last snapshot outweigh the state itself, or the rows do that have few of them; or there are as many rows
 * as are to be kept, where a history is cut, which is done to a state that is written whole.
 */
export function isSnapshotDue({ values, lanes, bytes, rows }: Upkeep, keep: number = Infinity): boolean {
  if (rows >= keep) return true;
  const state = values + lanes;
  const isCheap = bytes + rows * perRow <= Math.min(least, times * Math.max(smallest, state));
  return !isCheap && (bytes > state || rows * perRow > mostRows * state);
}
