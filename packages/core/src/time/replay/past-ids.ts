import type { Store, ThreadRecord } from '../../store/contract/store.ts';

/** The id of the thread that recorded checkpoints up to one. */
export interface PastId {
  readonly id: string;
  readonly until: number;
}

/** Whose checkpoints a thread has, its own last: a fork has those of the threads that it goes on from, as far as they are there. */
export async function pastIdsOf(store: Store, { id, origin }: ThreadRecord): Promise<readonly PastId[]> {
  const ids: PastId[] = [{ id, until: Infinity }];
  for (let from = origin; from !== null;) {
    const before: ThreadRecord | undefined = await store.thread(from.thread);
    ids.unshift({ id: from.thread, until: from.seq });
    from = before?.origin ?? null;
  }
  return ids;
}

/** The id that a decision was told which led to a checkpoint. */
export function idAt(ids: readonly PastId[], seq: number): string | undefined {
  return ids.find(({ until }) => seq <= until)?.id;
}
