import { problem } from '../../base/problem/problem.ts';
import { ask, type Patience } from '../../store/ask.ts';
import { soon } from '../../store/soon.ts';
import type { Soon, Store, ThreadRecord } from '../../store/store.ts';

/** A thread's record; a problem `thread/not-found` where there is none. */
export function recordOf(store: Store, id: string, patience: Patience): Soon<ThreadRecord> {
  const asked = ask(patience, () => store.thread(id));
  return soon(asked, (record) => {
    if (record === undefined) throw problem('thread/not-found', { thread: id, store: store.name });
    return record;
  });
}
