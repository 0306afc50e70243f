import type { Store, ThreadRecord } from '@cairn/core/store';
import { recordJson } from '@cairn/core/inspect';
import type { Branch, Branches } from '../api.ts';
import { recordIn } from './thread.ts';

/** So many threads of a family are told. */
const most = 500;

/** So many threads of the graph are looked at for those that were forked. */
const mostLookedAt = 20_000;

/** A thread's family of forks, the first one first. */
export async function branchesOf(store: Store, id: string): Promise<Branches> {
  let root = await recordIn(store, id);
  const above = [root];
  while (root.origin !== null && above.length < most) {
    const origin = await store.thread(root.origin.thread);
    if (origin === undefined) break;
    above.push(origin);
    root = origin;
  }
  const { forks, isCut } = await forksIn(store, root);
  const family = new Map([[root.id, root]]);
  // A fork is younger than what it was forked from, so each is met after that.
  for (const record of above.toReversed()) family.set(record.id, record);
  for (const record of forks) if (family.has(record.origin?.thread ?? '')) family.set(record.id, record);
  const told = [...family.values()].slice(0, most);
  const threads: Branch[] = [];
  for (const record of told) threads.push(await branchOf(store, record));
  return { threads, ...((isCut || family.size > most) && { isCut: true }) };
}

/** The forks among the threads of a graph that are younger than the first of a family, oldest first. */
async function forksIn(
  store: Store,
  root: ThreadRecord,
): Promise<{ readonly forks: readonly ThreadRecord[]; readonly isCut: boolean }> {
  const forks: ThreadRecord[] = [];
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const page = await store.threads({
      graph: root.graph,
      createdAfter: root.created - 1,
      limit: 500,
      skipDamaged: true,
      ...(cursor !== undefined && { cursor }),
    });
    forks.push(...page.threads.filter(({ origin }) => origin !== null));
    count += page.threads.length;
    cursor = page.cursor;
    if (cursor === undefined || count >= mostLookedAt)
      return { forks: forks.toReversed(), isCut: cursor !== undefined };
  }
}

async function branchOf(store: Store, record: ThreadRecord): Promise<Branch> {
  const { id, status, head, created, updated, origin } = record;
  const summary = recordJson(record).summary;
  const rewinds = [];
  for (const { seq, cause, detail } of await store.jumps(id)) {
    // Those of a shared past are told of the thread that has them.
    if (cause !== 'rewind' || seq <= (origin?.seq ?? 0)) continue;
    const { note } = JSON.parse(detail ?? '{}') as { readonly note?: { readonly at?: number } };
    if (note?.at !== undefined) rewinds.push({ seq, to: note.at });
  }
  return { id, status, head, created, updated, origin, summary, rewinds };
}
