import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Does something that no other process does meanwhile which names the same file; waits for those that do. */
export function alone<Value>(lock: string, work: () => Value): Value {
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether the lock is this process's now; that of a process that is gone is taken away. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isGone(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
