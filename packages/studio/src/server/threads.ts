import { find } from '@cairn/core/inspect';
import { statuses, type Status, type Store } from '@cairn/core/store';
import type { Counts, ThreadsPage } from '../api.ts';
import { counted } from './counted.ts';
import type { Asked } from './saying/asked.ts';
import { listed } from './listed.ts';
import { listingUntil } from './reading-store.ts';
import { Refused } from './saying/refusal.ts';

/** For so many milliseconds texts and nodes are looked for; the cursor goes on from there. */
const patience = 2_000;

/** Threads, newest first; or the one of an id, where it is there. */
export async function threadsPage(store: Store, asked: Asked, signal: AbortSignal): Promise<ThreadsPage> {
  const id = asked.text('id');
  const record = id === undefined ? undefined : await store.thread(id);
  if (id !== undefined) return { threads: record === undefined ? [] : [await listed(store, record)] };
  const node = asked.text('node');
  const text = asked.text('text');
  const query = {
    ...queryOf(asked),
    signal,
    ...(node !== undefined && { node }),
    ...(text !== undefined && { text }),
  };
  const listing = listingUntil(store, performance.now() + patience);
  const { found, cursor = listing.ending.cursor, damaged } = await find(listing.store, query);
  const threads = [];
  for (const { thread, match } of found) threads.push({ ...(await listed(store, thread)), ...(match && { match }) });
  return { threads, ...(cursor !== undefined && { cursor }), ...(damaged && { damaged }) };
}

function queryOf(asked: Asked) {
  const status = asked.text('status')?.split(',');
  const wrong = status?.find((each) => !statuses.includes(each as Status));
  if (wrong !== undefined)
    throw new Refused(400, 'studio/invalid', `There is no status "${wrong}". There are ${statuses.join(', ')}.`);
  const graph = asked.text('graph');
  const tags = asked.texts('tag');
  const since = asked.number('since');
  const cursor = asked.text('cursor');
  return {
    limit: asked.limit(100, 500),
    skipDamaged: true,
    ...(status && { status: status as Status[] }),
    ...(graph !== undefined && { graph }),
    ...(tags.length > 0 && { tags }),
    ...(since !== undefined && { updatedAfter: since }),
    ...(cursor !== undefined && { cursor }),
  };
}

/** How many threads there are, by graph and status. */
export async function counts(store: Store): Promise<Counts> {
  const graphs = new Map<string, Record<string, number>>();
  for (const { graph, status, threads } of await counted(store, {}))
    graphs.set(graph, { ...graphs.get(graph), [status]: threads });
  return { graphs: [...graphs].map(([graph, byStatus]) => ({ graph, byStatus })) };
}
