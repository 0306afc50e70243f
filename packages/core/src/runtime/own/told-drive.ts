import type { DriveEnd } from '../drive/drive-turn.ts';
import type { Driver } from '../drive/driver.ts';
import type { ThreadLog } from '../drive/thread-log.ts';
import type { Environment } from '../environment/environment.ts';

/** Drives a thread, in the runtime's own context; how it ends is told, where that is not by the thread's rest. */
export function toldDrive({ events, outside }: Environment, driver: Driver, log: ThreadLog): Promise<DriveEnd> {
  const { thread } = log;
  const drive = outside(() => driver.drive());
  drive.then(
    (end) => {
      // What was never taken was neither lost nor let go of.
      if (log.isFree) return;
      if (end === 'stale') events.tell({ type: 'lost', thread });
      else if (end === 'yielded') events.tell({ type: 'released', thread });
    },
    (error: unknown) => events.tell({ type: 'broken', thread, error }),
  );
  return drive;
}
