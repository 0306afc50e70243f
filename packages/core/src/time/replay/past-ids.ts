import type { Store, ThreadRecord } from '../../store/contract/store.ts';

/** The id of the thread that recorded checkpoints up to one. */
export interface PastId {
  readonly id: string;
  readonly until: number;
}

/** The ids of the threads that recorded a thread's checkpoints, its own last: those that it was forked from come before, as far as they are stored. */
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
