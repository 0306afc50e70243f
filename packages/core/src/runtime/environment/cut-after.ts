import { soon } from '../../store/contract/soon.ts';
import type { Commit, Soon } from '../../store/contract/store.ts';
import type { Environment } from './environment.ts';

/**
 * Cuts a thread's history once a commit has written a snapshot, to the newest snapshot that leaves at least `keep` checkpoints. It is
 * not waited for, and where it fails, the next snapshot cuts again.
 */
export function cutAfter(
  { store, keep }: Pick<Environment, 'store' | 'keep'>,
  { thread, snapshot }: Pick<Commit, 'thread' | 'snapshot'>,
  written: Soon<'ok' | 'stale'>,
): Soon<'ok' | 'stale'> {
  if (snapshot === undefined || snapshot.seq <= keep) return written;
  return soon(written, (end) => {
    if (end === 'ok') cut(() => store.trim(thread, snapshot.seq - keep));
    return end;
  });
}

function cut(trim: () => Soon<number>): void {
  try {
    const trimmed = trim();
    if (trimmed instanceof Promise) trimmed.catch(() => undefined);
  } catch {
    // The next snapshot cuts again.
  }
}
