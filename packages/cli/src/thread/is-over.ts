import type { Status } from '@cairn/core/store';

/** Whether a thread is over: nothing that comes makes it go on. */
export function isOver(status: Status): boolean {
  return status === 'done' || status === 'cancelled';
}
