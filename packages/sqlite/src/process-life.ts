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
const system = markOf(() => {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
});

const bornHere = birthMark(process.pid);

/**
 * A mark that no later process with the same pid has: the system it runs in and when it started. Null where the system
 * does not tell (anything but Linux) or the process is not on this host.
 */
export function bornOf(pid: number, onHost: string): string | null {
  if (onHost !== host) return null;
  return pid === process.pid ? bornHere : birthMark(pid);
}

/** Whether a process is known to be gone: it was on this host, and there is no such process, or it is a later one. */
export function isGone({ pid, host: onHost, born }: Process): boolean {
  if (onHost !== host) return false;
  if (pid === process.pid) return born !== null && born !== bornHere;
  const seenFrom = born?.slice(0, born.lastIndexOf(' '));
  if (born !== null && system !== undefined && seenFrom !== system) return !sharesBoot(born);
  if (!exists(pid)) return true;
  return system !== undefined && birthMark(pid) !== born && born !== null;
}

/** Another space of process ids under the same boot: that process cannot be seen from here. */
function sharesBoot(born: string): boolean {
  return born.split(' ')[0] === system?.split(' ')[0];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The state and the start time are the 3rd and the 22nd field of `stat`; the 2nd, a name, may hold anything. */
function birthMark(pid: number): string | null {
  const stat = markOf(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || system === undefined) return null;
  // A zombie has ended; only its parent has not looked yet.
  return fields[0] === 'Z' ? null : `${system} ${fields[19]}`;
}

function markOf(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
