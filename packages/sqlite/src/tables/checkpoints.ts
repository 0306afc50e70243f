import {
  acceptBounds,
  problem,
  within,
  type Blob,
  type RowQuery,
  type Span,
  type Store,
  type StoredRow,
  type StoredSnapshot,
  type StoredState,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment } from '../file/at-once.ts';
import { missingOf, missingWords } from './missing.ts';
import { partsOf, type LineOf, type Part } from './parts-of.ts';
import { lastSeq, rowId, seqOf } from '../sums/row-id.ts';
import { soundBlob, soundRow, soundText, type KeptRow } from '../sums/sound.ts';
import type { LineRow, Statements } from './statements.ts';

/** A file, and a thread in it, as problems name them. */
interface Place {
  readonly store: string;
  readonly thread: string;
}

/** The part of a store that reads what commits wrote: rows, snapshots, blobs, and a state as all three of one moment. */
export function checkpointReads(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'rows' | 'jumps' | 'snapshot' | 'state' | 'blobs'> {
  /** Reads all in one transaction, so that rows which are missing were not cut off meanwhile; it is faster too, for SQLite locks the file once. */
  const atOnce = asOfOneMoment(db, (read: () => unknown) => read()) as <Value>(read: () => Value) => Value;
  const ofLine = <Value>(id: string, read: (line: LineRow) => Value): Value | undefined =>
    atOnce(() => {
      const line = statements.line.get(id);
      return line && read(line);
    });
  return {
    rows(thread, query = {}) {
      acceptBounds(store, { ...query });
      const found = ofLine(thread, (line) => readRows(statements, lineOf(statements, line), query));
      return found === undefined ? [] : sound({ store, thread }, found);
    },
    jumps(thread) {
      const rows = ofLine(thread, (line) => readParts(statements.jumps, lineOf(statements, line).parts.toReversed()));
      return sound({ store, thread }, { rows: rows ?? [] });
    },
    snapshot: (thread, atMost = lastSeq) =>
      ofLine(thread, (line) => readSnapshot({ store, thread }, statements, partsOf(statements, line), atMost)),
    state: (thread, atMost = lastSeq) =>
      ofLine(thread, (line) => readState({ store, thread }, statements, line, atMost)) ?? {
        snapshot: undefined,
        rows: [],
        blobs: [],
      },
    blobs: (hashes) =>
      atOnce(() =>
        [...new Set(hashes)].flatMap((hash) => {
          const body = statements.blob.get(hash);
          return body === undefined ? [] : [{ hash, body: soundBlob(store, hash, body) }];
        }),
      ),
  };
}

/** A thread, with the parts of its line. */
interface Line {
  readonly floor: number;
  readonly reached: number;
  readonly parts: readonly Part[];
}

function lineOf(statements: Statements, line: LineOf): Line {
  return { floor: line.floor, reached: line.reached, parts: [...partsOf(statements, line)] };
}

/** A thread's state at a checkpoint, in the transaction that is under way. */
export function readState(place: Place, statements: Statements, row: LineOf, atMost: number = lastSeq): StoredState {
  const line = lineOf(statements, row);
  const snapshot = readSnapshot(place, statements, line.parts, atMost);
  const first = snapshot?.seq ?? 0;
  const rows = sound(place, readRows(statements, line, { from: first + 1, to: atMost }));
  return { snapshot, rows, blobs: readUsed(place, statements, line, { from: first, to: Math.floor(atMost) }) };
}

/** The blobs that the commits of some checkpoints use. */
function readUsed({ store }: Place, statements: Statements, { parts }: Line, wanted: Span): readonly Blob[] {
  const found = new Map<string, Blob>();
  for (const { number, span } of parts) {
    const part = within(span, wanted);
    if (part === undefined) continue;
    for (const { last, hash, body } of statements.usedBlobs.iterate(number, part.to)) {
      // Newest first: all that follow are of earlier commits.
      if (last < part.from) break;
      if (!found.has(hash)) found.set(hash, { hash, body: soundBlob(store, hash, body) });
    }
  }
  return [...found.values()];
}

/** Rows as they were found, and the first of those that should be there and are not. */
interface Found {
  readonly rows: readonly KeptRow[];
  readonly missing?: Span | undefined;
}

/** Rows as they were written; a problem `store/corrupt` where one is not, or is missing. */
function sound({ store, thread }: Place, { rows, missing }: Found): readonly StoredRow[] {
  if (missing !== undefined) throw problem('store/corrupt', { store, found: missingWords(thread, missing) });
  return rows.map((each) => soundRow(store, thread, each));
}

function readRows(statements: Statements, line: Line, query: RowQuery): Found {
  const { from = 1, to = lastSeq, limit = Infinity, newestFirst = false } = query;
  const wanted = { from: Math.ceil(from), to: Math.floor(to) };
  const parts: Pick<Part, 'number' | 'span'>[] = [];
  let first = line.floor;
  for (const { number, span, whole } of line.parts) {
    const part = within(span, wanted);
    if (part !== undefined) parts.push({ number, span: part });
    if (whole > span.from) first = Math.max(first, whole);
  }
  // Rows after `reached` may be there too.
  const known = within({ from: first, to: line.reached }, wanted);
  if (!newestFirst) parts.reverse();
  const rows = readParts(newestFirst ? statements.rowsDown : statements.rowsUp, parts, Math.floor(limit));
  return { rows, missing: missingOf(rows, known, { newestFirst, isCut: rows.length >= Math.floor(limit) }) };
}

function readParts(
  statement: Statements['rowsUp'],
  parts: readonly Pick<Part, 'number' | 'span'>[],
  limit: number = Infinity,
): readonly KeptRow[] {
  const found: KeptRow[] = [];
  for (const { number, span } of parts) {
    const left = limit === Infinity ? -1 : limit - found.length;
    if (left === 0) break;
    const rows = statement.all(rowId(number, span.from), rowId(number, span.to), left);
    if (parts.length === 1) return rows;
    for (const row of rows) found.push(row);
  }
  return found;
}

/** The newest snapshot at or before a seq, in the line of a thread. */
export function readSnapshot(
  { store, thread }: Place,
  statements: Statements,
  parts: Iterable<Part>,
  atMost: number,
): StoredSnapshot | undefined {
  for (const { number, span } of parts) {
    const part = within(span, { from: 1, to: atMost });
    const found = part && statements.snapshot.get(rowId(number, part.from), rowId(number, part.to));
    if (found === undefined) continue;
    const { id, body, sum } = found;
    const seq = seqOf(id);
    return { seq, body: soundText(store, `the snapshot at ${seq} of "${thread}"`, sum, body, id) };
  }
  return undefined;
}
