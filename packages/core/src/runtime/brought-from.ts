import { postpone } from '../advance/postpone.ts';
import { draftOf, type Snapshot } from '../advance/snapshot.ts';
import type { Plan } from '../compile/plan.ts';
import type { ThreadRecord } from '../store/store.ts';
import type { Runtime } from './runtime.ts';
import { versionAt } from './version-at.ts';
import { migrate, type Migrated } from './versions.ts';

/** An earlier checkpoint of a thread, and today's plan. */
export interface Past {
  readonly plan: Plan;
  readonly record: ThreadRecord;
  readonly seq: number;
  readonly snapshot: Snapshot;
}

/**
 * The state of an earlier checkpoint as today's plan has it, from now on; undefined where the thread ran with that plan
 * already. A problem `thread/changed-graph` where it cannot be brought there.
 */
export async function broughtFrom(
  { environment: { store, codec } }: Runtime,
  { plan, record, seq, snapshot }: Past,
  now: number,
): Promise<Migrated | undefined> {
  const version = await versionAt(store, record, seq);
  if (version.fingerprint === plan.fingerprint) return undefined;
  return migrate(plan, laterBy(snapshot, now - snapshot.time), version, { now, codec });
}

/** A state whose waits are all due so much later, in milliseconds: while a thread stood still, its clock did too. */
export function laterBy(snapshot: Snapshot, by: number): Snapshot {
  const draft = draftOf(snapshot);
  postpone(draft.lanes, by);
  return draft;
}
