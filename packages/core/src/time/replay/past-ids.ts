import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { lineOf } from '../../store/line.ts';

/** The id of the thread that recorded checkpoints up to one. */
export interface PastId {
  readonly id: string;
  readonly until: number;
}

/** The ids of the threads that recorded a thread's checkpoints, its own last: those that it was forked from come before, as far as they are stored. */
export async function pastIdsOf(store: Store, record: ThreadRecord): Promise<readonly PastId[]> {
  const ids: PastId[] = [{ id: record.id, until: Infinity }];
  for await (const { origin } of lineOf(store, record))
    if (origin !== null) ids.unshift({ id: origin.thread, until: origin.seq });
  return ids;
}

/** The id that a decision was told which led to a checkpoint. */
export function idAt(ids: readonly PastId[], seq: number): string | undefined {
  return ids.find(({ until }) => seq <= until)?.id;
}
