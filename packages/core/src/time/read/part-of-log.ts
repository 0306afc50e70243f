import { noClasses } from '../../base/value/codec.ts';
import { mustBe, number } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import { load, type Loaded, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';

/** How a store is read without the author's code: instances of classes are shown as they are stored. */
export const bare: Reading = Object.freeze({ codec: noClasses, lenient: true });

/** The checkpoint that a number names: negative ones count from the newest, which is -1. */
export function seqIn(head: number, seq: number): number {
  mustBe('seq', seq, number);
  return seq < 0 ? head + 1 + seq : seq;
}

/** The checkpoint that a number names; a problem `checkpoint/not-found` where a thread has none of that number. */
export async function seqOf(store: Store, record: Line, seq: number): Promise<number> {
  const found = seqIn(record.head, seq);
  if (found === record.head) return found;
  const isThere = isUpTo(record, found) && found >= (await firstSeq(store, record.id));
  if (!isThere) throw await notFound(store, record, seq);
  return found;
}

/** A thread's state at the checkpoint that a number names; a problem `checkpoint/not-found` where it has none. */
export async function loadAt(store: Store, record: Line, reading: Reading, seq: number): Promise<Loaded> {
  const found = seqIn(record.head, seq);
  const loaded = isUpTo(record, found) ? await load(store, record.id, reading, found) : undefined;
  // Of what was cut off, the state is that before the first checkpoint.
  if (loaded?.snapshot.seq !== found) throw await notFound(store, record, seq);
  return loaded;
}

type Line = Pick<ThreadRecord, 'id' | 'head'>;

function isUpTo({ head }: Line, seq: number): boolean {
  return Number.isInteger(seq) && seq > 0 && seq <= head;
}

async function notFound(store: Store, { id, head }: Line, seq: number): Promise<Error> {
  return problem('checkpoint/not-found', { thread: id, seq, first: await firstSeq(store, id), head });
}

/** The first checkpoint of a thread that can still be read. */
export async function firstSeq(store: Store, thread: string): Promise<number> {
  return (await store.rows(thread, { limit: 1 }))[0]?.seq ?? 1;
}
