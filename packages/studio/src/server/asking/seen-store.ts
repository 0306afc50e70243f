import type { CountQuery, Store, ThreadCount } from '@cairn/core/store';
import { storeWith } from '../store-with.ts';
import { isAmong, type Threads } from './who.ts';

/** The same store with those threads alone: of others it says that there are none. */
export function seenStore(store: Store, threads: Threads): Store {
  if (threads === 'all') return store;
  return storeWith(store, {
    async thread(id) {
      const record = await store.thread(id);
      return record !== undefined && isAmong(threads, record) ? record : undefined;
    },
    async threads(query) {
      const page = await store.threads(query);
      // Nothing is known of what is damaged.
      const { damaged: _, ...more } = page;
      return { ...more, threads: page.threads.filter((record) => isAmong(threads, record)) };
    },
    // Who counts without it looks at each of the threads that are seen.
    ...(store.counts && { counts: (query: CountQuery) => countsIn(store, threads, query) }),
    async changed(asked) {
      const changes = await store.changed(asked);
      return changes.filter(({ record }) => record === undefined || isAmong(threads, record));
    },
  });
}

async function countsIn(
  store: Store,
  { graphs, tags = [] }: Exclude<Threads, 'all'>,
  query: CountQuery,
): Promise<readonly ThreadCount[]> {
  const counted = (await store.counts?.({ ...query, tags: [...(query.tags ?? []), ...tags] })) ?? [];
  return graphs === undefined ? counted : counted.filter(({ graph }) => graphs.includes(graph));
}
