import type { Lane } from './lane.ts';
import { childrenOf, type Snapshot } from './snapshot.ts';

/** Whether enough of a lane's lanes can still close, lost ones and those that need them left aside. */
export function canMeet(snapshot: Snapshot, parent: Lane): boolean {
  const { fork } = parent;
  if (fork === undefined || fork.lost === 0) return true;
  if (fork.by === 'graph') return false;
  if (fork.by === 'each') return fork.lanes.length - fork.lost >= fork.need;
  const gone = new Set<string>();
  for (const lane of childrenOf(snapshot, parent)) {
    if (isLost(snapshot, lane) || lane.needs?.some((path) => gone.has(path)) === true) gone.add(lane.path);
  }
  return fork.lanes.length - gone.size >= fork.need;
}

/** Whether a lane cannot close as things are: it failed, or too few of its own lanes can close. */
export function isLost(snapshot: Snapshot, lane: Lane): boolean {
  return lane.phase === 'failed' || (lane.phase === 'open' && !canMeet(snapshot, lane));
}
