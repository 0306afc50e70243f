import { historyOf, recordJson } from '@cairn/core/inspect';
import { driverJson, type SeenOwner, type Store, type ThreadRecord } from '@cairn/core/store';
import type { Driver, ThreadListed } from '../api.ts';

/** A thread as lists tell of it: of one that is at work, where it came to last, and who has it. */
export async function listed(store: Store, record: ThreadRecord): Promise<ThreadListed> {
  const thread = recordJson(record) as ThreadListed;
  if (record.status !== 'running') return thread;
  const [row] = await historyOf(store, record.id, { from: record.head, to: record.head });
  const driver = driverIn(store, record.id);
  return { ...thread, at: row?.to ?? row?.from ?? '', ...(driver && { driver }) };
}

/** Who has a thread, where the store knows processes. */
export function driverIn(store: Store, thread: string): Driver | undefined {
  if (!('ownerOf' in store) || typeof store.ownerOf !== 'function') return undefined;
  const owner = (store.ownerOf as (id: string) => SeenOwner | undefined)(thread);
  return owner && driverJson(owner, Date.now());
}
