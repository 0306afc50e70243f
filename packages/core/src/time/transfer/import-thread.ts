import { problem } from '../../base/problem/problem.ts';
import type { Parent } from '../../advance/state/row.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { summaryOf } from '../../store/told-record.ts';
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
  const { graph, fingerprint, due, created, updated, tags, summary, origin } = thread;
  const status = (await waitsForOneHere(store, thread)) ? ('running' as const) : thread.status;
  const facts = { graph, fingerprint, status, due, created, tags, summary, owner: null, origin: null };
  const from = origin && { origin: { thread: origin.thread, seq: origin.seq } };
  const brings = { first: rows[0]?.seq ?? 1, updated, ...from, more, messages, items };
  if (!(await store.create({ id, ...facts, ...first, brings }))) throw taken(id, exported);
  await rouseParent(store, id, exported);
  return id;
}

/**
 * Whether it waits for a thread that is here, and may have ended already: nobody told it of that. It is imported as `running` then, so that
 * a runtime looks at it.
 */
async function waitsForOneHere(
  store: Store,
  { status, summary }: Pick<ThreadRecord, 'status' | 'summary'>,
): Promise<boolean> {
  if (status !== 'waiting') return false;
  for (const { child } of summaryOf({ summary }).questions ?? [])
    if (child !== undefined && (await store.thread(child)) !== undefined) return true;
  return false;
}

/** Has a runtime look at a thread that waits for the one that was imported, where that was over as it came: its end is told to nobody then. */
async function rouseParent(store: Store, id: string, { thread, rows }: Exported): Promise<void> {
  if (thread.status !== 'done' && thread.status !== 'cancelled') return;
  const { note } = JSON.parse(rows[0]?.detail ?? '{}') as { readonly note?: { readonly parent?: Parent } };
  const parent = note?.parent?.child === id ? await store.thread(note.parent.thread) : undefined;
  if (parent?.status !== 'waiting' || !(await waitsForOneHere(store, parent))) return;
  const claimed = await store.claim(parent.id, `import of ${id}`, Date.now());
  // A runtime that has it looks by itself.
  if (claimed === undefined || claimed === 'busy') return;
  await store.commit({ thread: parent.id, fence: claimed.fence, rows: [], update: { status: 'running', owner: null } });
}

function taken(id: string, { thread: { graph } }: Exported, why = 'so nothing can be imported under its id'): Error {
  return problem('thread/exists', { thread: id, graph, why });
}
