import type { Store } from '@cairn/core/store';

/** More threads than a store has. */
const all = 1_000_000_000;

/**
 * A store in which only some threads are ever up for being driven: a command leaves the others alone. With `replaces` they
 * are taken from whoever drives them.
 */
export function focusedStore(store: Store, threads: ReadonlySet<string>, replaces = false): Store {
  return {
    ...store,
    claim: (thread, owner, now, force = false) =>
      store.claim(thread, owner, now, force || (replaces && threads.has(thread))),
    take: (thread, take) =>
      store.take(thread, { ...take, force: take.force === true || (replaces && threads.has(thread)) }),
    async runnable(now, _limit, graphs) {
      return (await store.runnable(now, all, graphs)).filter((id) => threads.has(id));
    },
    async nextDue(after) {
      const dues: number[] = [];
      for (const id of threads) {
        const due = (await store.thread(id))?.due;
        if (typeof due === 'number' && due > after) dues.push(due);
      }
      return dues.length === 0 ? undefined : Math.min(...dues);
    },
  };
}
