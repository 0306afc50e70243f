import type { Lane } from '../../advance/state/lane.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { ask, type Patience } from '../../store/ask.ts';
import type { ThreadRecord } from '../../store/contract/store.ts';
import type { ThreadLog } from '../drive/thread-log.ts';
import type { Environment } from '../environment/environment.ts';
import { readOutput } from '../environment/output.ts';
import { attemptOf, waitsIn } from '../observe/run-numbers.ts';

/**
 * Has the runs of a thread that was taken over numbered after those of earlier owners in the same attempts: those that showed something
 * that the store keeps, and those that owners died of in a row. What a lane begins with after this is its first.
 */
export async function noteRunsBefore(
  { store, codec }: Environment,
  { takeovers }: Pick<ThreadRecord, 'takeovers'>,
  snapshot: Snapshot,
  log: ThreadLog,
  patience: Patience,
): Promise<void> {
  const { runs, thread, outputs } = log;
  const begun = snapshot.lanes.all().filter(isBegun);
  if (begun.length === 0) return;
  const stored =
    outputs === undefined || outputs.count === 0 ? [] : await ask(patience, () => store.outputs(thread, 0));
  for (const output of stored)
    for (const shown of readOutput(thread, output, codec)) if (shown.type === 'output') runs.note(shown);
  if (takeovers === 0) return;
  for (const lane of begun) runs.note({ lane: lane.path, ...attemptOf(lane), run: waitsIn(lane) + takeovers });
}

/** Whether a lane is in an attempt that an earlier owner may have begun. */
function isBegun({ phase }: Lane): boolean {
  return phase === 'running' || phase === 'verifying' || phase === 'suspended';
}
