import type { Lane } from '../../advance/state/lane.ts';
import type { OfRun } from './event.ts';
import { runNumber } from './run-number.ts';

/** What tells which run it is. */
export interface Placed {
  readonly thread: string;
  readonly lane: Lane;
}

/** Which run of which attempt of which visit it is. */
export function placeOf({ thread, lane }: Placed): OfRun {
  const { path, node, attempt, visits } = lane;
  return { thread, lane: path, node, visit: visits[node] ?? 1, attempt, run: runNumber(lane) };
}
