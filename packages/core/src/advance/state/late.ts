import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';

/** When an input came, and when it was taken later, as no process drove the thread. Timers due in between were missed. */
export interface Late {
  /** Milliseconds since 1970, as is the other. */
  readonly came: number;
  readonly since: number;
}

/** Whether a time lies after `came`, and not after `since`. */
export function wasMissed({ came, since }: Late, at: number): boolean {
  return came < at && at <= since;
}

/** Until when a deadline that was missed is put off at most: as long after `since` as it was due after `came`. */
export function putOff({ came, since }: Late, at: number): number {
  return since + (at - came);
}

/** Whether an activity is at work at a lane or below it, a backoff included that ends after `since`. */
export function goesOn(lanes: Lanes, { phase, due = 0, fork }: Lane, late: Late): boolean {
  if (phase === 'running' || phase === 'verifying' || (phase === 'backoff' && due > late.since)) return true;
  const below = (path: string): boolean => {
    const lane = lanes.get(path);
    return lane !== undefined && goesOn(lanes, lane, late);
  };
  return fork?.lanes.some(below) === true;
}

/** Whether a lane is another, or below that. */
export function isWithin(path: string, other: string): boolean {
  return other === '' || path === other || path.startsWith(`${other}/`);
}
