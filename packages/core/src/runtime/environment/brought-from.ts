import { postpone } from '../../advance/state/postpone.ts';
import { draftOf, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Version } from '../../time/versions/migrate-lane.ts';
import { migrate, type Migrated } from '../../time/versions/versions.ts';

/** An earlier checkpoint of a thread, and what the thread ran with then. */
export interface Past {
  readonly snapshot: Snapshot;
  readonly version: Version;
}

/**
 * The state of an earlier checkpoint as today's plan has it, from now on; undefined where the thread ran with that plan
 * already. A problem `thread/changed-graph` where it cannot be brought there.
 */
export function broughtFrom(
  plan: Plan,
  { snapshot, version }: Past,
  { now, codec }: { readonly now: number; readonly codec: Codec },
): Migrated | undefined {
  if (version.fingerprint === plan.fingerprint) return undefined;
  return migrate(plan, laterBy(snapshot, now - snapshot.time), version, { now, codec });
}

/** A state whose waits all end so much later, in milliseconds, as though no time had passed since the checkpoint. */
export function laterBy(snapshot: Snapshot, by: number): Snapshot {
  const draft = draftOf(snapshot);
  postpone(draft, by);
  return draft;
}
