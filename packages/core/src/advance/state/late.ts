import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';

/** When something came, and when it was taken: later, as nobody was there. What was due in between was missed. */
export interface Late {
  /** Milliseconds since 1970, as is the other. */
  readonly came: number;
  readonly since: number;
}

/** Whether a time is one of those that were missed. */
export function wasMissed({ came, since }: Late, at: number): boolean {
  return came < at && at <= since;
}

/** Until when what was missed is put off at most: what goes on has as long for it as it would have had. */
export function putOff({ came, since }: Late, at: number): number {
  return since + (at - came);
}

/** Whether anything goes on at a lane or below it, an attempt included that failed since and is made again. */
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
