import type { Store, ThreadRecord } from './contract/store.ts';

/**
 * A thread and those that it was forked from, its own first, as far as they are stored. Each is met once: where one went, another thread may
 * have its id by now, and have been forked from one of these.
 */
export async function* lineOf(store: Store, record: ThreadRecord): AsyncGenerator<ThreadRecord, void, undefined> {
  const met = new Set<string>();
  for (let at: ThreadRecord | undefined = record; at !== undefined && !met.has(at.id);) {
    yield at;
    met.add(at.id);
    at = at.origin === null ? undefined : await store.thread(at.origin.thread);
  }
}
