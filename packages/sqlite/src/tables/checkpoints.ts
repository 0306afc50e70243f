import {
  acceptBounds,
  problem,
  within,
  type RowQuery,
  type Span,
  type Store,
  type StoredRow,
  type StoredSnapshot,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment } from '../file/at-once.ts';
import { missingOf, missingWords } from './missing.ts';
import { partsOf, type Part } from './parts-of.ts';
import { lastSeq, rowId, seqOf } from '../sums/row-id.ts';
import { soundBlob, soundRow, soundText, type KeptRow } from '../sums/sound.ts';
import type { LineRow, Statements } from './statements.ts';

/** Reads rows, snapshots and blobs. */
export function checkpointReads(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'rows' | 'jumps' | 'snapshot' | 'blob'> {
  /** All of a read is of one moment: what is missing was not cut off meanwhile. That is faster too, for SQLite locks the file once. */
  const atOnce = asOfOneMoment(db, (read: () => unknown) => read()) as <Value>(read: () => Value) => Value;
  const ofLine = <Value>(id: string, read: (line: LineRow) => Value): Value | undefined =>
    atOnce(() => {
      const line = statements.line.get(id);
      return line && read(line);
    });
  const sound = (thread: string, kept: readonly KeptRow[] = []): readonly StoredRow[] =>
    kept.map((each) => soundRow(store, thread, each));
  /** All that there should be. */
  const whole = (thread: string, query: RowQuery): readonly KeptRow[] | undefined => {
    const found = ofLine(thread, (line): Found => readRows(statements, line, query));
    if (found?.missing === undefined) return found?.rows;
    throw problem('store/corrupt', { store, found: missingWords(thread, found.missing) });
  };
  return {
    rows(thread, query = {}) {
      acceptBounds(store, { ...query });
      return sound(thread, whole(thread, query));
    },
    jumps: (thread) =>
      sound(
        thread,
        ofLine(thread, (line) => readParts(statements.jumps, [...partsOf(statements, line)].toReversed())),
      ),
    snapshot: (thread, atMost = lastSeq) =>
      ofLine(thread, (line) => readSnapshot({ store, thread }, statements, line, atMost)),
    blob(hash) {
      const body = statements.blob.get(hash);
      return body === undefined ? undefined : soundBlob(store, hash, body);
    },
  };
}

/** Rows as they were found, and the first of those that should be there and are not. */
interface Found {
  readonly rows: readonly KeptRow[];
  readonly missing?: Span | undefined;
}

function readRows(statements: Statements, line: LineRow, query: RowQuery): Found {
  const { from = 1, to = lastSeq, limit = Infinity, newestFirst = false } = query;
  const wanted = { from: Math.ceil(from), to: Math.floor(to) };
  const parts: Pick<Part, 'number' | 'span'>[] = [];
  let first = line.floor;
  for (const { number, span, whole } of partsOf(statements, line)) {
    const part = within(span, wanted);
    if (part !== undefined) parts.push({ number, span: part });
    if (whole > span.from) first = Math.max(first, whole);
  }
  // What comes after the last that is known to be there may be there too.
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
  { store, thread }: { readonly store: string; readonly thread: string },
  statements: Statements,
  line: LineRow,
  atMost: number,
): StoredSnapshot | undefined {
  for (const { number, span } of partsOf(statements, line)) {
    const part = within(span, { from: 1, to: atMost });
    const found = part && statements.snapshot.get(rowId(number, part.from), rowId(number, part.to));
    if (found === undefined) continue;
    const { id, body, sum } = found;
    const seq = seqOf(id);
    return { seq, body: soundText(store, `the snapshot at ${seq} of "${thread}"`, sum, body, id) };
  }
  return undefined;
}
