import type { Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { checkpointAt } from '@cairn/core/inspect';
import { LaneGraph } from './lane-graph.ts';

/** The lanes of a thread at a checkpoint, or at the first that can be read. */
async function lanesAt(store: Store, thread: string, seq: number): Promise<readonly string[]> {
  const [first] = await store.rows(thread, { limit: 1 });
  const { lanes } = await checkpointAt(store, thread, Math.max(seq, first?.seq ?? 1));
  return lanes.map(({ lane }) => lane);
}

/** Lanes as they are before a checkpoint, to be drawn from there on. */
export async function graphBefore(store: Store, thread: string, seq: number): Promise<LaneGraph> {
  return seq <= 1 ? new LaneGraph() : new LaneGraph(await lanesAt(store, thread, seq - 1));
}

/** The lanes after each row that goes back to others, by its number. */
export async function lanesGoneBackTo(
  store: Store,
  thread: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const lanes = new Map<number, readonly string[]>();
  for (const { cause, seq } of rows) if (cause === 'rewind') lanes.set(seq, await lanesAt(store, thread, seq));
  return lanes;
}
