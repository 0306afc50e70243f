import {
  acceptBounds,
  within,
  type RowQuery,
  type Span,
  type Store,
  type StoredRow,
  type StoredSnapshot,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { lastSeq, rowId, seqOf } from './row-id.ts';
import { soundBlob, soundRow, soundText, type KeptRow } from './sound.ts';
import type { LineRow, Statements } from './statements.ts';

/** A part of what a thread can read: rows of its own, or of a thread that it shares its past with. */
interface Part {
  readonly number: number;
  readonly span: Span;
}

/** Reads rows, snapshots and blobs. */
export function checkpointReads(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'rows' | 'jumps' | 'snapshot' | 'blob'> {
  /** Several parts are read as of one moment. */
  const atOnce = db.transaction(<Value>(read: () => Value): Value => read()) as <Value>(read: () => Value) => Value;
  const ofLine = <Value>(id: string, read: (line: LineRow) => Value): Value | undefined => {
    const line = statements.line.get(id);
    if (line === undefined) return undefined;
    return line.origin === null ? read(line) : atOnce(() => read(line));
  };
  const sound = (thread: string, kept: readonly KeptRow[] = []): readonly StoredRow[] =>
    kept.map((each) => soundRow(store, thread, each));
  return {
    rows(thread, query = {}) {
      acceptBounds(store, { ...query });
      return sound(
        thread,
        ofLine(thread, (line) => readRows(statements, line, query)),
      );
    },
    jumps: (thread) =>
      sound(
        thread,
        ofLine(thread, (line) => readRows(statements, line, {}, statements.jumps)),
      ),
    snapshot: (thread, atMost = lastSeq) =>
      ofLine(thread, (line) => readSnapshot({ store, thread }, statements, line, atMost)),
    blob(hash) {
      const body = statements.blob.get(hash);
      return body === undefined ? undefined : soundBlob(store, hash, body);
    },
  };
}

function readRows(
  statements: Statements,
  line: LineRow,
  query: RowQuery,
  statement = query.newestFirst === true ? statements.rowsDown : statements.rowsUp,
): readonly KeptRow[] {
  const wanted = { from: Math.ceil(query.from ?? 1), to: Math.floor(query.to ?? lastSeq) };
  const parts = [...partsOf(statements, line)];
  const found: KeptRow[] = [];
  for (const { number, span } of query.newestFirst === true ? parts : parts.toReversed()) {
    const part = within(span, wanted);
    const left = query.limit === undefined || query.limit === Infinity ? -1 : Math.floor(query.limit) - found.length;
    if (part === undefined || left === 0) continue;
    const rows = statement.all(rowId(number, part.from), rowId(number, part.to), left);
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

/** What a thread can read, newest first: from its floor on, its own rows and those of its line. */
function* partsOf(statements: Statements, line: LineRow): Generator<Part> {
  let to = lastSeq;
  for (let at: LineRow | undefined = line; at !== undefined && line.floor <= to;) {
    const from = Math.max(line.floor, (at.origin_seq ?? 0) + 1);
    if (from <= to) yield { number: at.number, span: { from, to } };
    to = Math.min(to, at.origin_seq ?? 0);
    at = at.origin === null ? undefined : statements.lineOf.get(at.origin);
  }
}
