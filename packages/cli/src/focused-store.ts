import type { Store } from '@cairn/core/store';

/** A store in which only some threads are ever up for being driven: a command leaves the others alone. */
export function focusedStore(store: Store, threads: ReadonlySet<string>): Store {
  return {
    ...store,
    async runnable(now) {
      const ids: string[] = [];
      for (const id of threads) {
        const record = await store.thread(id);
        if (record === undefined || record.owner !== null) continue;
        if (record.status === 'running' || (record.due !== null && record.due <= now)) ids.push(id);
      }
      return ids;
    },
    async nextDue() {
      const dues: number[] = [];
      for (const id of threads) {
        const due = (await store.thread(id))?.due;
        if (typeof due === 'number') dues.push(due);
      }
      return dues.length === 0 ? undefined : Math.min(...dues);
    },
  };
}
