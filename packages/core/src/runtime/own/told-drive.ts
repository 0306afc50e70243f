import type { DriveEnd } from '../drive/drive-turn.ts';
import type { Driver } from '../drive/driver.ts';
import type { ThreadLog } from '../drive/thread-log.ts';
import type { Environment } from '../environment/environment.ts';
import { isUnfit } from './setbacks.ts';

/** What follows from how a drive ends. */
export interface Follows {
  readonly ended: (end: DriveEnd) => DriveEnd;
  readonly broke: (error: unknown) => never;
}

/** Drives a thread, in the runtime's own context; how it ends is told, where that is not by the thread's rest, and what follows is done. */
export function toldDrive(
  { events, outside }: Environment,
  driver: Driver,
  log: ThreadLog,
  { ended, broke }: Follows,
): Promise<DriveEnd> {
  const { thread } = log;
  return outside(() => driver.drive()).then(
    (end) => {
      // What was never taken was neither lost nor let go of.
      if (end === 'stale' && !log.isFree) events.tell({ type: 'lost', thread });
      else if (end === 'yielded' && !log.isFree) events.tell({ type: 'released', thread });
      return ended(end);
    },
    (error: unknown) => {
      events.tell({ type: isUnfit(error) ? 'refused' : 'broken', thread, error });
      return broke(error);
    },
  );
}
