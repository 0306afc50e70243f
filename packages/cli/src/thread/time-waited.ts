import { counted } from '@cairn/core/store';
import type { Store } from '@cairn/core/store';
import { oneLine } from '../printing/harmless.ts';

/** What a thread that waits for nothing but time waits for: another attempt, and what the last met; undefined for a timer. */
export async function retryText(store: Store, id: string): Promise<string | undefined> {
  const { checkpointAt } = await import('@cairn/core/inspect');
  const lane = (await checkpointAt(store, id)).lanes.find(({ phase }) => phase === 'backoff');
  const failure = lane?.failures.at(-1);
  if (lane === undefined || failure === undefined) return undefined;
  return oneLine(`retry after ${counted(lane.failures.length, 'failed attempt')}: ${failure.name}: ${failure.message}`);
}
