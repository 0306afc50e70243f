import type { Plan } from '../../compile/plan.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { fingerprintIn, jumpsOf } from '../read/jumps.ts';
import { keptPlan } from '../read/kept-diagram.ts';
import type { Version } from './migrate-lane.ts';

/** What a thread ran with at a checkpoint; the plan is read only where it is not today's. */
export async function versionAt(store: Store, record: ThreadRecord, seq: number, today: Plan): Promise<Version> {
  const fingerprint = fingerprintIn(await jumpsOf(store, record), record, seq);
  return fingerprint === today.fingerprint ? { fingerprint, plan: undefined } : versionOf(store, fingerprint);
}

/** A version by its fingerprint, with its plan where that was kept. */
export async function versionOf(store: Store, fingerprint: string): Promise<Version> {
  return { fingerprint, plan: await keptPlan(store, fingerprint) };
}
