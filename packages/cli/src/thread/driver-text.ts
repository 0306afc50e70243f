import type { OwnerSeen } from '@cairn/sqlite';
import { durationText } from '../printing/time-text.ts';

/** Whether an owner counts as alive: its lease holds, and its process is not known to be gone. */
export function isAlive({ until, isGone }: OwnerSeen, now: number = Date.now()): boolean {
  return !isGone && until !== undefined && until > now;
}

/** Who drives a thread, as JSON tells it. */
export function driverJson(owner: OwnerSeen): Readonly<Record<string, unknown>> {
  return { ...owner.process, isAlive: isAlive(owner) };
}

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
