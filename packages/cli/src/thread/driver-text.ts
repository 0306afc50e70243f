import { isAlive } from '@cairn/core/store';
import type { OwnerSeen } from '@cairn/sqlite';
import { durationText } from '@cairn/drawing/words';

/** A process as people can find it: `process 1234 on vm`. */
export function processText({ process }: OwnerSeen): string {
  return process === undefined ? 'a process that is not known any more' : `process ${process.pid} on ${process.host}`;
}

/** Who drives a thread, and what to do where that is nobody any more. */
export function driverText(owner: OwnerSeen | undefined, thread: string, now: number = Date.now()): string {
  if (owner === undefined) return `by nobody; "cairn resume ${thread}" or a worker goes on`;
  if (isAlive(owner, now)) return `by ${processText(owner)}, alive`;
  const gone = owner.isGone
    ? `${processText(owner)} is gone`
    : `${processText(owner)} is not heard of any more, for ${durationText(now - (owner.until ?? now))}`;
  return `by nobody: ${gone}; "cairn resume ${thread}" goes on`;
}
