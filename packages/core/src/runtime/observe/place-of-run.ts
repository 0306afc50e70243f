import type { Lane } from '../../advance/state/lane.ts';
import type { OfRun } from './event.ts';
import { attemptOf } from './run-numbers.ts';

/** What tells which run it is. */
export interface Placed {
  readonly thread: string;
  readonly lane: Lane;
  readonly run: number;
}

/** Which run of which attempt of which visit it is. */
export function placeOf({ thread, lane, run }: Placed): OfRun {
  return { thread, lane: lane.path, ...attemptOf(lane), run };
}
