import { combine, type Change, type Changes } from '../base/change.ts';
import type { Lane } from './lane.ts';
import type { Row } from './row.ts';
import { childrenOf, type Snapshot } from './snapshot.ts';

/** A key that two lanes set, neither of which saw the other. */
export interface Conflict {
  readonly key: string;
  readonly lanes: readonly [string, string];
}

/** What a join changes in the parent: the closed lanes' changes in the order declared, then the row's own. */
export function joinedChanges(snapshot: Snapshot, parent: Lane, row: Row): Changes {
  const own = row.changes;
  if (row.note?.merged === true) return own ?? {};
  const all = closedLanes(snapshot, parent).map(({ delta = {} }) => (own === undefined ? delta : without(delta, own)));
  return combine(own === undefined ? all : [...all, own]);
}

/** The lanes of a fork that closed, in the order declared. */
export function closedLanes(snapshot: Snapshot, parent: Lane): readonly Lane[] {
  return childrenOf(snapshot, parent).filter((lane) => lane.phase === 'closed');
}

/** The keys that two closed lanes set, apart from those decided by hand. */
export function conflictsOf(lanes: readonly Lane[], decided: readonly string[]): readonly Conflict[] {
  const writers = new Map<string, { lane: Lane; sets: boolean }>();
  const conflicts: Conflict[] = [];
  for (const lane of lanes) {
    for (const key in lane.delta) {
      const sets = replaces(lane.delta[key] as Change);
      const before = writers.get(key);
      writers.set(key, { lane, sets: sets || (before?.sets ?? false) });
      if (before === undefined || !(sets || before.sets) || decided.includes(key)) continue;
      if (!lane.needs?.includes(before.lane.path)) conflicts.push({ key, lanes: [before.lane.path, lane.path] });
    }
  }
  return conflicts;
}

function replaces(change: Change): boolean {
  return 'set' in change && !('reduce' in change);
}

function without(changes: Changes, keys: Changes): Changes {
  const left: Record<string, Change> = {};
  for (const key in changes) if (!(key in keys)) left[key] = changes[key] as Change;
  return left;
}
