import type { PlanData } from '../compile/plan-data.ts';
import type { Store, ThreadRecord } from '../store/store.ts';
import type { Version } from './bring-lane.ts';

/** So many rows are read at once. */
const page = 1_000;

/** What a thread ran with at a checkpoint: a row says so wherever that changed. */
export async function versionAt(
  store: Store,
  { id, fingerprint, head }: Pick<ThreadRecord, 'id' | 'fingerprint' | 'head'>,
  seq: number,
): Promise<Version> {
  for (let from = seq + 1; from <= head; from += page) {
    for (const { cause, detail } of await store.rows(id, { from, to: from + page - 1 })) {
      if (cause !== 'migrate' || detail === null) continue;
      const { note } = JSON.parse(detail) as { note?: { from?: string } };
      if (note?.from !== undefined) return versionOf(store, note.from);
    }
  }
  return versionOf(store, fingerprint);
}

/** A version by its fingerprint, with its plan where that was kept. */
export async function versionOf(store: Store, fingerprint: string): Promise<Version> {
  const kept = await store.plan(fingerprint);
  return { fingerprint, plan: kept === undefined ? undefined : (JSON.parse(kept) as PlanData) };
}
