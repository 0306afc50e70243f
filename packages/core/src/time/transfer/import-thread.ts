import { problem } from '../../base/problem/problem.ts';
import type { Store } from '../../store/contract/store.ts';
import { checkId } from '../../store/contract/thread-id.ts';
import { batchesOf } from './import-batch.ts';
import { linesOf, type ExportSource } from './export-source.ts';
import { readExport, type Exported } from './read-export.ts';

/** What an import may change. */
export interface ImportOptions {
  /** The thread's new id; the one it had by default. */
  readonly id?: string;
}

/**
 * Brings an exported thread into a store as it was, and returns its id. A thread that was at work goes on when a runtime
 * finds it. It goes in whole, in one stroke, or not at all.
 *
 * A problem `thread/exists` when the id is taken, `export/newer` or `export/damaged` when the lines cannot be read.
 */
export async function importThread(store: Store, source: ExportSource, options: ImportOptions = {}): Promise<string> {
  const exported = await readExport(linesOf(source));
  const id = checkId(options.id ?? exported.thread.id);
  if ((await store.thread(id)) !== undefined) throw taken(id, exported);
  for (const table of new Set(exported.items.map((item) => item.table))) {
    const [other] = await store.items({ table, thread: id, limit: 1 }, Date.now());
    if (other !== undefined)
      throw taken(id, exported, `as far as side tables know: side table "${table}" has items under that id`);
  }
  const [first = { rows: [] }, ...more] = batchesOf(exported);
  const { thread, plans, rows, messages } = exported;
  const items = exported.items.map((item) => ({ ...item, thread: id }));
  // Kept under no graph's name, as their place among the versions that this store knows is not known.
  for (const { fingerprint, body } of plans) await store.keepPlan(fingerprint, '', body);
  const { graph, fingerprint, status, due, created, updated, tags, summary } = thread;
  const facts = {
    graph,
    fingerprint,
    status: waitsForThread(thread) ? ('running' as const) : status,
    due,
    created,
    tags,
    summary,
    owner: null,
    origin: null,
  };
  const brings = { first: rows[0]?.seq ?? 1, updated, more, messages, items };
  if (!(await store.create({ id, ...facts, ...first, brings }))) throw taken(id, exported);
  return id;
}

/** Whether it waits for a thread, which may have ended before the import. It is imported as `running`, so that a runtime looks at it. */
function waitsForThread({ status, summary }: Exported['thread']): boolean {
  if (status !== 'waiting' || summary === null) return false;
  const { questions = [] } = JSON.parse(summary) as { readonly questions?: readonly { readonly child?: string }[] };
  return questions.some(({ child }) => child !== undefined);
}

function taken(id: string, { thread: { graph } }: Exported, why = 'so nothing can be imported under its id'): Error {
  return problem('thread/exists', { thread: id, graph, why });
}
