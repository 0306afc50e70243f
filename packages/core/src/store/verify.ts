import { noClasses, type Codec } from '../base/codec.ts';
import { isProblem } from '../base/problem.ts';
import { fold } from '../advance/fold.ts';
import { emptySnapshot } from '../advance/snapshot.ts';
import { loadRows } from './load.ts';
import { load } from './load.ts';
import { writeSnapshot } from './snapshot-text.ts';
import type { Store, ThreadRecord } from './store.ts';

/** Something wrong with a thread's log. */
export interface Finding {
  readonly thread: string;
  readonly found: string;
}

/** What was looked at, and what is wrong. */
export interface Verified {
  readonly threads: number;
  readonly rows: number;
  readonly findings: readonly Finding[];
}

/** Looks at every thread: its rows are without gaps, every one can be read, and its snapshots say what its rows fold to. */
export async function verify(
  store: Store,
  { codec = noClasses, onProgress }: { codec?: Codec; onProgress?: (done: number) => void } = {},
): Promise<Verified> {
  const findings: Finding[] = [];
  let threads = 0;
  let rows = 0;
  for await (const record of allThreads(store)) {
    threads += 1;
    try {
      rows += await verifyThread(store, record, codec, findings);
    } catch (error) {
      if (!isProblem(error)) throw error;
      findings.push({ thread: record.id, found: error.message });
    }
    onProgress?.(threads);
  }
  return { threads, rows, findings };
}

/** All threads of a store, page by page. */
export async function* allThreads(store: Store): AsyncGenerator<ThreadRecord, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await store.threads({ limit: 500, ...(cursor !== undefined && { cursor }) });
    yield* page.threads;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function verifyThread(store: Store, record: ThreadRecord, codec: Codec, findings: Finding[]): Promise<number> {
  const rows = await loadRows(store, record.id, { codec, lenient: true });
  const [first] = rows;
  for (const [index, row] of rows.entries()) {
    const expected = (first?.seq ?? 1) + index;
    if (row.seq !== expected) {
      findings.push({ thread: record.id, found: `Checkpoint ${expected} is missing: after it comes ${row.seq}.` });
      return rows.length;
    }
  }
  const newest = await store.snapshot(record.id);
  if (
    newest !== undefined &&
    first?.seq === 1 &&
    !rows.some((row) => row.cause === 'rewind' || row.cause === 'migrate')
  ) {
    const folded = fold(emptySnapshot(record.id), rows.slice(0, newest.seq));
    const read = (await load(store, record.id, { codec, lenient: true }, newest.seq)).snapshot;
    if (writeSnapshot(folded, codec, []) !== writeSnapshot(read, codec, [])) {
      findings.push({
        thread: record.id,
        found: `The snapshot at ${newest.seq} is not what the rows before it come to.`,
      });
    }
  }
  return rows.length;
}
