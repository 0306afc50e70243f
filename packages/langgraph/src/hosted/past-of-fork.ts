import type { CheckpointTuple } from '@langchain/langgraph-checkpoint';
import type { Address } from '../import/destination.ts';
import { put } from '../import/import-threads.ts';
import { CairnSaver } from '../saver/cairn-saver.ts';
import type { SideStore } from '../saver/side-store.ts';
import { room } from './room.ts';
import type { Superstep } from './supersteps.ts';

/**
 * Gives a run in a fork what its origin had by a superstep: the checkpoints up to it. What was written to the last of them came later,
 * and is of the origin.
 */
export async function bringPast(
  store: SideStore,
  into: CairnSaver,
  name: string,
  { thread = '', checkpoint }: Superstep,
): Promise<void> {
  const from = new CairnSaver(room(store, thread, name));
  const found: (readonly [Address, CheckpointTuple])[] = [];
  for await (const tuple of from.list({ configurable: { thread_id: name } })) {
    const address = tuple.config.configurable as Address;
    if (address.checkpoint_id > checkpoint) continue;
    const isLast = address.checkpoint_id === checkpoint;
    found.push([address, isLast ? { ...tuple, pendingWrites: [] } : tuple]);
  }
  if (found.length === 0) return;
  await into.bringIn(name, async (aside) => {
    for (const [address, tuple] of found.toReversed()) await put(aside, address, tuple);
  });
}
