import { problem } from '../base/problem/problem.ts';
import { ask, type Patience } from './ask.ts';
import { soon } from './soon.ts';
import type { Soon, Store, ThreadRecord } from './store.ts';

/** A thread's record; a problem `thread/not-found` where there is none. What may pass is waited for where there is patience. */
export function recordOf(store: Store, thread: string, patience?: Patience): Soon<ThreadRecord> {
  const asked = patience === undefined ? store.thread(thread) : ask(patience, () => store.thread(thread));
  return soon(asked, (record) => {
    if (record === undefined) throw problem('thread/not-found', { thread, store: store.name });
    return record;
  });
}
