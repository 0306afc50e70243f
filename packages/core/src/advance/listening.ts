import { canMeet } from './state/can-meet.ts';
import type { Lane } from './state/lane.ts';
import type { Snapshot } from './state/snapshot.ts';

/**
 * The lanes right below a lane that may take an event, or hold one that may: none that closed or is yet to begin, and none
 * that is lost where the others meet without it, for nobody waits for what it would do.
 */
export function listeningBelow(snapshot: Snapshot, lane: Lane): readonly Lane[] {
  if (lane.fork === undefined) return none;
  const { lost } = snapshot.lanes.haltsOf(lane.path);
  const isDoneWithoutLost = lost.size > 0 && canMeet(snapshot, lane);
  const lanes: Lane[] = [];
  for (const path of lane.fork.lanes) {
    const child = snapshot.lanes.get(path);
    if (child === undefined || !isListening(child) || (isDoneWithoutLost && lost.has(path))) continue;
    lanes.push(child);
  }
  return lanes;
}

const none: readonly Lane[] = [];

/** Whether a lane is on its way: it has begun, and has not closed. */
export function isListening({ phase }: Lane): boolean {
  return phase !== 'closed' && phase !== 'queued';
}
