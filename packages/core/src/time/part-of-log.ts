import { noClasses } from '../base/codec.ts';
import { problem } from '../base/problem.ts';
import type { Reading } from '../store/load.ts';
import type { Store, ThreadRecord } from '../store/store.ts';

/** How a store is read without the author's code: instances of classes are shown as they are stored. */
export const bare: Reading = Object.freeze({ codec: noClasses, lenient: true });

/** A thread's record; a problem `thread/not-found` where there is none. */
export async function recordOf(store: Store, thread: string): Promise<ThreadRecord> {
  const record = await store.thread(thread);
  if (record === undefined) throw problem('thread/not-found', { thread, store: store.name });
  return record;
}

/** The checkpoint that a number names: negative ones count from the newest, which is -1. */
export function seqIn(head: number, seq: number): number {
  return seq < 0 ? head + 1 + seq : seq;
}

/** The checkpoint that a number names; a problem `checkpoint/not-found` where a thread has none of that number. */
export async function seqOf(
  store: Store,
  { id, head }: Pick<ThreadRecord, 'id' | 'head'>,
  seq: number,
): Promise<number> {
  const found = seqIn(head, seq);
  const first = found === head ? found : await firstSeq(store, id);
  if (Number.isInteger(found) && found >= first && found <= head) return found;
  throw problem('checkpoint/not-found', { thread: id, seq, first, head });
}

/** The first checkpoint of a thread that can still be read. */
export async function firstSeq(store: Store, thread: string): Promise<number> {
  return (await store.rows(thread, { limit: 1 }))[0]?.seq ?? 1;
}
