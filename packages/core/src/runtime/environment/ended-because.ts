import type { Snapshot } from '../../advance/state/snapshot.ts';

/** Why runs are ended whose thread is let go of. */
export const letGoBecause = 'the thread was let go of';

/** Why the runs that a thread's state calls for no more are ended. */
export function leftBecause({ cancelled }: Snapshot): string {
  return cancelled === undefined ? 'its node was left' : `its thread was cancelled: ${cancelled}`;
}
