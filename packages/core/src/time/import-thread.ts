import { problem } from '../base/problem.ts';
import type { Commit, NewThread, Store } from '../store/store.ts';
import { checkId } from '../store/thread-id.ts';
import { batchesOf } from './import-batch.ts';
import { linesOf, type ExportSource } from './lines-of.ts';
import { readExport, type Exported } from './read-export.ts';

/** What an import may change. */
export interface ImportOptions {
  /** The thread's new id; the one it had by default. */
  readonly id?: string;
}

/**
 * Brings an exported thread into a store as it was, and returns its id. A thread that was at work goes on when a runtime
 * finds it.
 *
 * A problem `thread/exists` when the id is taken, `export/newer` or `export/damaged` when the lines cannot be read; then
 * nothing is written.
 */
export async function importThread(store: Store, source: ExportSource, options: ImportOptions = {}): Promise<string> {
  const exported = await readExport(linesOf(source));
  const id = checkId(options.id ?? exported.thread.id);
  if ((await store.thread(id)) !== undefined) throw taken(id, exported);
  // Where they belong in the order of this store's versions is not known, so they are of no graph of its.
  for (const { fingerprint, body } of exported.plans) await store.keepPlan(fingerprint, '', body);
  await write(store, id, exported);
  for (const { body, at, queued } of exported.messages) await store.leave(id, body, at, queued);
  return id;
}

function taken(id: string, { thread: { graph } }: Exported): Error {
  return problem('thread/exists', { thread: id, graph, why: 'so nothing can be imported under its id' });
}

async function write(store: Store, id: string, exported: Exported): Promise<void> {
  const { rows, thread } = exported;
  const [first, ...rest] = batchesOf(exported);
  if (!(await store.create({ ...unfinished(id, exported), ...first }))) throw taken(id, exported);
  try {
    const last = rest.pop() ?? { rows: [] };
    for (const batch of rest) await commit(store, { thread: id, fence: 1, ...batch });
    const update = { status: thread.status, due: thread.due, summary: thread.summary };
    await commit(store, { thread: id, fence: 1, ...last, update });
    const begin = rows[0]?.seq ?? 1;
    if (begin > 1) await store.trim(id, begin);
  } catch (error) {
    await store.remove([id]);
    throw error;
  }
}

/** The thread before all of it is there: nobody takes up what is cancelled. */
function unfinished(id: string, { thread: { graph, fingerprint, created, tags } }: Exported): NewThread {
  const summary = '{"at":[],"reason":"it is being imported"}';
  const facts = { status: 'cancelled', due: null, owner: null, origin: null, summary } as const;
  return { id, graph, fingerprint, created, tags, ...facts, rows: [] };
}

async function commit(store: Store, batch: Commit): Promise<void> {
  if ((await store.commit(batch)) === 'stale') throw problem('thread/stale', { thread: batch.thread });
}
