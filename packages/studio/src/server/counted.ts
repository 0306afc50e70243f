import { ThreadCounting, type CountQuery, type Store, type ThreadCount } from '@cairn/core/store';

/** How many threads there are; where a store cannot tell, each is looked at. */
export async function counted(store: Store, query: CountQuery): Promise<readonly ThreadCount[]> {
  if (store.counts !== undefined) return store.counts(query);
  const counting = new ThreadCounting(query);
  for (let cursor: string | undefined; ;) {
    const page = await store.threads({ limit: 500, skipDamaged: true, ...(cursor !== undefined && { cursor }) });
    for (const record of page.threads) counting.add(record);
    cursor = page.cursor;
    if (cursor === undefined) return counting.counts;
  }
}
