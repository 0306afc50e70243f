import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as an owner's heartbeat notes it. */
export interface Process {
  readonly pid: number;
  readonly host: string;
  /** From {@link bornOf}. */
  readonly born: string | null;
}

const host = hostname();

/** A mark of the system that runs now: its boot and its space of process ids; undefined where it cannot be known. */
const system = lasting(() => {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
});

const bornHere = lasting(() => birthMark(process.pid));

/**
 * A mark that no later process with the same pid has: the system it runs in and when it started. Null where the system
 * does not tell (anything but Linux) or the process is not on this host.
 */
export function bornOf(pid: number, onHost: string): string | null {
  if (onHost !== host) return null;
  const mark = pid === process.pid ? bornHere() : birthMark(pid);
  return mark === undefined || mark === 'ended' ? null : mark;
}

/**
 * Whether a process is known to be gone: it was on this host, and there is no such process, or it is a later one.
 *
 * What cannot be told is not gone: a process that is hidden from this one, that cannot be looked at for want of file
 * descriptors, or that did not say which space of process ids it is in. Then its lease decides.
 */
export function isGone({ pid, host: onHost, born }: Process): boolean {
  if (onHost !== host) return false;
  if (process.platform !== 'linux') return !mayExist(pid);
  if (born === null || system() === undefined) return false;
  if (born.slice(0, born.lastIndexOf(' ')) !== system()) return !sharesBoot(born);
  if (!mayExist(pid)) return true;
  const mark = pid === process.pid ? bornHere() : birthMark(pid);
  // It may have ended just now, and then there is nothing more to read of it.
  return mark === undefined ? !mayExist(pid) : mark === 'ended' || mark !== born;
}

/** Another space of process ids under the same boot: that process cannot be seen from here. */
function sharesBoot(born: string): boolean {
  return born.split(' ')[0] === system()?.split(' ')[0];
}

/** A process that may not be signalled is there all the same. */
function mayExist(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * The state and the start time are the 3rd and the 22nd field of `stat`; the 2nd, a name, may hold anything. Undefined where
 * the system does not tell.
 */
function birthMark(pid: number): string | undefined {
  const stat = markOf(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || system() === undefined) return undefined;
  // A zombie has ended; only its parent has not looked yet.
  return fields[0] === 'Z' ? 'ended' : `${system()} ${fields[19]}`;
}

/** What stays as it is while this process lives: read when it is first asked for, as who only looks at threads never asks. */
function lasting(read: () => string | undefined): () => string | undefined {
  let mark: string | undefined;
  return () => (mark ??= markOf(read));
}

function markOf(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
