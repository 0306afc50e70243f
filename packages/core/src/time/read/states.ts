import type { Reading } from '../../store/load.ts';
import { recordOf } from '../../store/records.ts';
import type { Soon, Store, ThreadRecord } from '../../store/contract/store.ts';
import { checkpointOf, type Checkpoint } from './checkpoint.ts';
import { folded, foldedBack } from './folded.ts';
import { boundsIn, mustBePart, type HistoryPart } from './history-part.ts';
import { bare } from './part-of-log.ts';

/**
 * A thread at each of its checkpoints, oldest first, or a part of them; needs no graph. Each is what `checkpointAt` gives of it,
 * and all together cost one walk along the thread.
 */
export function statesOf(
  store: Store,
  thread: string,
  part: HistoryPart = {},
  reading: Reading = bare,
): AsyncGenerator<Checkpoint, void, undefined> {
  return statesIn(store, () => recordOf(store, thread), part, reading);
}

/** The same of a thread whose record is read when the first is asked for. */
export function statesIn(
  store: Store,
  recordOfThread: () => Soon<Pick<ThreadRecord, 'id' | 'head'>>,
  part: HistoryPart,
  reading: Reading,
): AsyncGenerator<Checkpoint, void, undefined> {
  mustBePart(part);
  return walk(store, recordOfThread, part, reading);
}

async function* walk(
  store: Store,
  recordOfThread: () => Soon<Pick<ThreadRecord, 'id' | 'head'>>,
  part: HistoryPart,
  reading: Reading,
): AsyncGenerator<Checkpoint, void, undefined> {
  const { id, head } = await recordOfThread();
  const { from = 1, to = head } = boundsIn(head, part);
  const { limit: left = Infinity, newestFirst = false } = part;
  const span = { from: Math.max(from, 1), to: Math.min(to, head) };
  let count = 0;
  if (left === 0) return;
  for await (const { state } of (newestFirst ? foldedBack : folded)(store, id, reading, span)) {
    yield checkpointOf(state);
    count += 1;
    if (count === left) return;
  }
}
