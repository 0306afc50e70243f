import { isProblem, problem, type Problem } from '../base/problem/problem.ts';
import { isEndOfStore } from './contract/end-of-store.ts';
import { ask, type Patience } from './ask.ts';
import { soon } from './contract/soon.ts';
import type { Soon, Store, ThreadQuery, ThreadRecord } from './contract/store.ts';

/** A thread whose record is damaged, so that nothing is known of it but its id. */
export interface Unlisted {
  readonly id: string;
  readonly problem: Problem;
}

/** The threads that a query asks for, page by page, newest first; of one that belongs here perhaps and whose record is damaged, why that cannot be read. */
export async function* everyThread(
  store: Store,
  query: Omit<ThreadQuery, 'cursor' | 'skipDamaged'>,
): AsyncGenerator<ThreadRecord | Unlisted, void, undefined> {
  for (let cursor: string | undefined, more = true; more;) {
    const page = await store.threads({ ...query, skipDamaged: true, ...(cursor !== undefined && { cursor }) });
    yield* page.threads;
    for (const id of page.damaged ?? []) {
      const found = await recordOr(store, id);
      if (found !== undefined) yield found;
    }
    cursor = page.cursor;
    more = cursor !== undefined;
  }
}

/** A thread's record; a problem `thread/not-found` where there is none. What may pass is waited for where there is patience. */
export function recordOf(store: Store, thread: string, patience?: Patience): Soon<ThreadRecord> {
  const asked = patience === undefined ? store.thread(thread) : ask(patience, () => store.thread(thread));
  return soon(asked, (record) => {
    if (record === undefined) throw problem('thread/not-found', { thread, store: store.name });
    return record;
  });
}

/** A thread's record, or what is wrong with it. */
export async function recordOr(store: Store, id: string): Promise<ThreadRecord | Unlisted | undefined> {
  try {
    return await store.thread(id);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { id, problem: error };
  }
}

/** Whether something of one thread is damaged, and not its store as a whole. */
export function isDamage(error: unknown): error is Problem {
  return isProblem(error, 'store/corrupt') && !isEndOfStore(error);
}

export function isUnlisted(found: ThreadRecord | Unlisted): found is Unlisted {
  return 'problem' in found;
}
